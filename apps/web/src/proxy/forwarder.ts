import { Agent } from 'node:http'
import { Problem, route } from '@gavel/service-kit'
import type express from 'express'
import type { WebMetrics } from '../metrics.ts'
import { attempt, type Failure, hasBody } from './attempt.ts'
import { createGate, GateFull } from './gate.ts'
import { prepareHeaders, wantsStream } from './headers.ts'
import type { ProxyLimits } from './limits.ts'
import { type ServiceName, serviceFor } from './routing.ts'
import { createStreams } from './streams.ts'
import { createUpstreams } from './upstreams.ts'

export type Forwarder = {
  handler: express.RequestHandler
  /** Ends the open streams, which would never end by themselves, and takes no new ones: clients come back elsewhere. */
  endStreams(): void
}

const isRepeatable = (req: express.Request): boolean => (req.method === 'GET' || req.method === 'HEAD') && !hasBody(req)

const unavailable = (service: ServiceName, cause: unknown): Problem =>
  new Problem('unavailable', {
    detail: `${service} can not be reached right now.`,
    headers: { 'Retry-After': '1' },
    cause,
  })

/**
 * Passes each request on to an instance of the service that answers it. An instance that can not be connected to is
 * passed over; one that fails under the request is so only for a GET or HEAD, as anything else may have had its effect.
 * Nobody left to ask, too late or too many at once: problem `unavailable` (503).
 */
export function createForwarder(options: {
  urls: Readonly<Record<ServiceName, readonly string[]>>
  limits: ProxyLimits
  metrics: WebMetrics
}): Forwarder {
  const { urls, limits, metrics } = options
  const laneTo = (service: ServiceName) => ({
    upstreams: createUpstreams(urls[service], () => performance.now()),
    gate: createGate({ slots: limits.requestsMax, waitingMax: limits.waitingMax }),
  })
  const lanes = { 'command-api': laneTo('command-api'), 'query-api': laneTo('query-api') }
  const streams = createStreams(limits.streamsMax)
  metrics.openStreams(streams.openCount)
  // The gates bound the connections: an agent with a bound of its own would queue where no time limit reaches.
  const requestAgent = new Agent({ keepAlive: true, maxFreeSockets: limits.requestsMax })
  const streamAgent = new Agent({ keepAlive: false })

  const tryInTurn = async (
    req: express.Request,
    res: express.Response,
    { service, agent, signal, onStream }: { service: ServiceName; agent: Agent; signal: AbortSignal; onStream(): void },
  ): Promise<Failure | undefined> => {
    const { upstreams } = lanes[service]
    let failure: Failure | undefined
    for (const target of upstreams.inTurn().slice(0, limits.attemptsMax)) {
      const onAnswer = (isStream: boolean): void => {
        upstreams.back(target)
        if (isStream) onStream()
      }
      failure = await attempt(req, res, { target, agent, connectTimeoutMs: limits.connectTimeoutMs, signal, onAnswer })
      if (failure === undefined || signal.aborted) return failure
      metrics.upstreamFailed(service, failure.connected ? 'broken' : 'not_connected')
      if (!failure.connected) upstreams.away(target)
      else if (res.headersSent || !isRepeatable(req)) return failure
    }
    return failure
  }

  const handle = async (req: express.Request, res: express.Response): Promise<void> => {
    const service = serviceFor(req.method, req.path)
    const asStream = wantsStream(req)
    const gate = asStream ? streams.gate : lanes[service].gate
    const agent = asStream ? streamAgent : requestAgent
    const { answerTimeoutMs } = limits
    const cut = new AbortController()
    const timer = setTimeout(() => cut.abort(new Error(`no answer within ${answerTimeoutMs} ms`)), answerTimeoutMs)
    res.once('close', () => {
      clearTimeout(timer)
      if (!res.writableFinished) cut.abort(new Error('the client has gone'))
    })
    const onStream = (): void => {
      clearTimeout(timer)
      streams.opened(res)
    }

    const failed = (cause: unknown): void => {
      // Nobody is left to be told, or the answer has begun and was cut.
      if (res.destroyed || res.headersSent) return
      if (cause instanceof GateFull) metrics.upstreamFailed(service, 'full')
      else if (cut.signal.aborted) metrics.upstreamFailed(service, 'late')
      throw unavailable(service, cause)
    }

    try {
      await gate.enter(cut.signal)
    } catch (cause) {
      return failed(cause)
    }
    try {
      prepareHeaders(req)
      const failure = await tryInTurn(req, res, { service, agent, signal: cut.signal, onStream })
      if (failure !== undefined) failed(failure.error)
    } finally {
      gate.leave()
    }
  }

  return { handler: route(handle), endStreams: streams.end }
}
