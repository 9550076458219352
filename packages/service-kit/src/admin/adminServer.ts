import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type prom from 'prom-client'
import { bind } from '../http/bind.ts'
import type { Logger } from '../logging/logger.ts'
import type { Readiness } from './readiness.ts'

type AdminOptions = { port: number; host?: string; registry: prom.Registry; readiness: Readiness; logger: Logger }
type Answer = { status: number; type: string; body: string }

const json = (status: number, body: unknown): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
})

async function answerTo(path: string, { registry, readiness }: AdminOptions): Promise<Answer> {
  switch (path) {
    case '/livez':
      return json(200, { status: 'ok' })
    case '/readyz': {
      const { ready, status, checks } = await readiness.check()
      return json(ready ? 200 : 503, { status, checks })
    }
    case '/metrics':
      return { status: 200, type: registry.contentType, body: await registry.metrics() }
    default:
      return json(404, { status: 'not_found' })
  }
}

/**
 * GET /livez, /readyz and /metrics on a port of their own, not for the public. `port` 0 takes a free one; `host` is
 * 127.0.0.1 unless given. Rejects when the port can not be had.
 */
export async function startAdminServer(options: AdminOptions): Promise<{ port: number; stop(): Promise<void> }> {
  const handle = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const known = req.method === 'GET' || req.method === 'HEAD'
    const path = (req.url ?? '/').split('?', 1).join('')
    const { status, type, body } = known ? await answerTo(path, options) : json(405, { status: 'method_not_allowed' })
    res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
  }
  const server = createServer((req, res) => {
    handle(req, res).catch((error: unknown) => {
      options.logger.error({ err: error, path: req.url }, 'the admin server could not answer')
      if (res.headersSent) res.destroy()
      else res.writeHead(500).end()
    })
  })
  server.requestTimeout = 10_000
  const port = await bind(server, options.port, options.host ?? '127.0.0.1')
  return {
    port,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // Nothing asked here is worth waiting for.
      server.closeAllConnections()
      await closed
    },
  }
}
