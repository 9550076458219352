export type ServiceName = 'command-api' | 'query-api'

/** Sessions are command-api's own, also where an older client refreshes one or asks who it is by GET. */
const accountPath = /^\/(?:v1\/auth|auth|user)\/|^\/\.well-known\/jwks\.json$/

/** Reads (Server-Sent Events among them) go to query-api, the rest to command-api. */
export function serviceFor(method: string, path: string): ServiceName {
  if (accountPath.test(path)) return 'command-api'
  return method === 'GET' || method === 'HEAD' ? 'query-api' : 'command-api'
}

// The older accounts service's lists lie between its lots; the stream of a list is of no lot.
const lotPath = /^\/(?:v1\/auctions(?!\/stream\/?$)|items|auction\/item|auction(?!\/items?(?:\/|$)))\/([^/]+)/

/**
 * What should be read at one and the same instance: a lot, as it is named. Instances receive its views at moments of
 * their own, so somebody who asks again and again would see it go back now and then. Products and orders come from the
 * one store of all instances, which never goes back.
 */
export function affinityOf(method: string, path: string): string | undefined {
  return method === 'GET' || method === 'HEAD' ? lotPath.exec(path)?.[1] : undefined
}
