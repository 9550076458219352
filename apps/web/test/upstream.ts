import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { createLogger, createMetrics, listen } from '@gavel/service-kit'
import { createWebApp } from '../src/app.ts'
import type { ProxyLimits } from '../src/proxy/limits.ts'

const portOf = (server: Server): number => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

export type Upstream = {
  url: string
  port: number
  requests: readonly { method: string; url: string; headers: IncomingMessage['headers'] }[]
  connectionCount(): number
  close(): Promise<void>
}

/** A real little server, which remembers what it was asked. */
export async function startUpstream(listener: RequestListener, port = 0): Promise<Upstream> {
  const requests: { method: string; url: string; headers: IncomingMessage['headers'] }[] = []
  let connections = 0
  const server = createServer((req, res) => {
    requests.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers })
    listener(req, res)
  })
  server.on('connection', (_socket: Socket) => {
    connections += 1
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    port: portOf(server),
    requests,
    connectionCount: () => connections,
    async close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** An address where nobody listens. */
export async function unusedUrl(): Promise<string> {
  const upstream = await startUpstream(() => {})
  await upstream.close()
  return upstream.url
}

/** Answers with who it is and what it was asked. */
export const echo =
  (name: string): RequestListener =>
  (req, res) => {
    res.setHeader('Content-Type', 'application/json')
    res.end(JSON.stringify({ name, method: req.method, url: req.url }))
  }

export type TestWeb = { url: string; endStreams(): void; metrics(): Promise<string>; stop(): Promise<void> }

/** The real web, listening on a free port. */
export async function startWeb(options: {
  command?: readonly string[]
  query?: readonly string[]
  status?: readonly { name: string; url: string }[]
  limits?: Partial<ProxyLimits>
  page?: string
}): Promise<TestWeb> {
  const nobody = await unusedUrl()
  const registry = createMetrics('web')
  const { app, endStreams } = createWebApp({
    commandApiUrls: options.command ?? [nobody],
    queryApiUrls: options.query ?? [nobody],
    statusUrls: options.status ?? [],
    registry,
    logger: createLogger({ service: 'web', level: 'silent', pretty: false }),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(options.page === undefined ? {} : { page: options.page }),
  })
  const { port, stop } = await listen(app, { port: 0, host: '127.0.0.1', stopTimeoutMs: 1_000 })
  return { url: `http://127.0.0.1:${port}`, endStreams, metrics: () => registry.metrics(), stop }
}

/** Runs what was pushed, the newest first: each test closes what it opened. */
export function createCleanUp(): { add(step: () => Promise<void>): void; run(): Promise<void> } {
  const steps: (() => Promise<void>)[] = []
  return {
    add: (step) => steps.push(step),
    async run() {
      for (let step = steps.pop(); step !== undefined; step = steps.pop()) await step()
    },
  }
}
