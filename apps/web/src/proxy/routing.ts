export type ServiceName = 'command-api' | 'query-api'

/** Sessions are command-api's own, also where an older client refreshes one or asks who it is by GET. */
const accountPath = /^\/(?:v1\/auth|auth|user)\//

/** Reads (Server-Sent Events among them) go to query-api, the rest to command-api. */
export function serviceFor(method: string, path: string): ServiceName {
  if (accountPath.test(path)) return 'command-api'
  return method === 'GET' || method === 'HEAD' ? 'query-api' : 'command-api'
}
