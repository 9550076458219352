import { createServer } from 'node:http'
import type express from 'express'
import { bind } from './bind.ts'
import { refuseByProblems } from './refusals.ts'

export type Listening = { port: number; stop(): Promise<void> }

/** Longer than the idle time of usual load balancers (60 s), so that it is they who close an idle connection. */
const keepAliveMs = 65_000
const headersMs = 10_000
const requestMs = 30_000
const closeIdleEveryMs = 20

/**
 * Serves `app` over HTTP/1.1. `port` 0 takes a free one; all interfaces unless `host` is given. Rejects when the port
 * can not be had. What is no proper HTTP is answered by a problem too. `stop` takes no new connection, lets requests in flight finish within `stopTimeoutMs` (5 s), then
 * cuts what is left; streams that never end by themselves are to be ended before.
 */
export async function listen(
  app: express.Express,
  options: { port: number; host?: string; stopTimeoutMs?: number },
): Promise<Listening> {
  const server = createServer({
    keepAliveTimeout: keepAliveMs,
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    // Looked at by refuseByProblems, which answers in our own words.
    requireHostHeader: false,
  })
  refuseByProblems(server, app)
  const port = await bind(server, options.port, options.host)

  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      // From here on answers say `connection: close`; a connection whose last answer said otherwise is closed once idle.
      server.prependListener('request', (_req, res) => {
        res.shouldKeepAlive = false
      })
      const idle = setInterval(() => server.closeIdleConnections(), closeIdleEveryMs)
      const limit = setTimeout(() => server.closeAllConnections(), options.stopTimeoutMs ?? 5_000)
      server.close(() => {
        clearInterval(idle)
        clearTimeout(limit)
        resolve()
      })
    })

  let stopped: Promise<void> | undefined
  return {
    port,
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}
