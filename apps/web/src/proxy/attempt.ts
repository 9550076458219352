import type { Agent, ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { PassThrough } from 'node:stream'
import { createProxyMiddleware } from 'http-proxy-middleware'
import { onceConnected } from './onceConnected.ts'

/** How a try at an upstream went wrong. */
export type Failure = {
  /** False: not a byte of the request has left this process, so another upstream may be given it. */
  connected: boolean
  error: Error
}

export type AttemptOptions = {
  target: string
  agent: Agent
  connectTimeoutMs: number
  /** All of it, if the request has one. */
  body: Buffer | undefined
  /** Cuts the request to the upstream. */
  signal: AbortSignal
  /** The upstream has begun to answer: with a stream of events, or with something that ends. */
  onAnswer(isStream: boolean): void
}

type Running = AttemptOptions & { connected: boolean; failure: Failure | undefined }

export const hasBody = (req: IncomingMessage): boolean =>
  req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0

const isEventStream = (answer: IncomingMessage): boolean =>
  answer.headers['content-type']?.startsWith('text/event-stream') ?? false

const errorOf = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)))

const runs = new WeakMap<IncomingMessage, Running>()

const fail = (req: IncomingMessage | undefined, thrown: unknown): void => {
  const run = req === undefined ? undefined : runs.get(req)
  if (run !== undefined) run.failure ??= { connected: run.connected, error: errorOf(thrown) }
}

function onSocket(upstream: ClientRequest, req: IncomingMessage): void {
  const run = runs.get(req)
  if (run === undefined) return
  const cut = (): void => {
    upstream.destroy(errorOf(run.signal.reason))
  }
  run.signal.addEventListener('abort', cut, { once: true })
  upstream.once('close', () => run.signal.removeEventListener('abort', cut))
  onceConnected(upstream, run.connectTimeoutMs, () => {
    run.connected = true
  })
}

function onAnswer(answer: IncomingMessage, req: IncomingMessage, res: ServerResponse): void {
  const isStream = isEventStream(answer)
  runs.get(req)?.onAnswer(isStream)
  // The head of a stream is due at once (after the library has copied it): its first event may be minutes away.
  if (isStream) queueMicrotask(() => res.flushHeaders())
}

const proxy = createProxyMiddleware<IncomingMessage, ServerResponse>({
  xfwd: true,
  // Its own plugins log each request and answer errors in plain text.
  ejectPlugins: true,
  // Is given a copy of the options for this request: the one place where they can differ.
  router(req, _res, options) {
    const run = runs.get(req)
    if (run === undefined) throw new Error('a request was proxied past attempt()')
    options.agent = run.agent
    if (run.body !== undefined) options.buffer = new PassThrough().end(run.body)
    return run.target
  },
  plugins: [
    (server) => {
      server.on('proxyReq', onSocket)
      server.on('proxyRes', onAnswer)
      server.on('error', (error, req) => fail(req, error))
    },
  ],
})

/**
 * One try: the request goes to the upstream and its answer, as a stream, to the client. Resolves when the answer is
 * over or the client has gone; with what went wrong, if it did. A failure after the answer has begun cuts the answer.
 */
export async function attempt(
  req: IncomingMessage,
  res: ServerResponse,
  options: AttemptOptions,
): Promise<Failure | undefined> {
  const run: Running = { ...options, connected: false, failure: undefined }
  runs.set(req, run)
  await proxy(req, res, (error) => fail(req, error ?? new Error('the request was not proxied')))
  return run.failure
}
