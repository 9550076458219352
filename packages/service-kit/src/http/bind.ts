import { once } from 'node:events'
import type { Server } from 'node:http'

/** Connections that wait to be accepted while the event loop is busy: Node's own 511 refuses in a burst of openings. */
const backlogMax = 4_096

/** Starts to listen; gives the port, also when a free one was asked for with 0. Rejects when it can not be had. */
export async function bind(server: Server, port: number, host: string | undefined): Promise<number> {
  server.listen({ port, backlog: backlogMax, ...(host === undefined ? {} : { host }) })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port')
  return address.port
}
