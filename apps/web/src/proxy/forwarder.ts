import { Agent } from 'node:http'
import { Problem, route, type Tracing } from '@gavel/service-kit'
import type express from 'express'
import type { WebMetrics } from '../metrics.ts'
import { attempt, type Failure, hasBody } from './attempt.ts'
import { beginAttempt } from './attemptSpan.ts'
import { createBodies } from './bodies.ts'
import { GateFull } from './gate.ts'
import { mayWait, prepareHeaders, wantsStream } from './headers.ts'
import type { ProxyLimits } from './limits.ts'
import { affinityOf, type ServiceName, serviceFor } from './routing.ts'
import { createStreams } from './streams.ts'
import { createUpstreams, type Upstreams } from './upstreams.ts'

export type Forwarder = {
  handler: express.RequestHandler
  /** Ends the open streams, which would never end by themselves, and takes no new ones: clients come back elsewhere. */
  endStreams(): void
}

const isRepeatable = (req: express.Request): boolean => (req.method === 'GET' || req.method === 'HEAD') && !hasBody(req)

class TooLate extends Error {
  override readonly name = 'TooLate'
  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs} ms`)
  }
}

const unavailable = (service: ServiceName, cause: unknown): Problem =>
  new Problem('unavailable', {
    detail: `${service} can not be reached right now.`,
    headers: { 'Retry-After': '1' },
    cause,
  })

/**
 * Passes each request on to an instance of the service that answers it. An instance that can not be connected to is
 * passed over; one that fails under the request is so only for a GET or HEAD, as anything else may have had its effect.
 * A body is received whole before the request gets a slot.
 * Nobody left to ask, too late or too many at once: problem `unavailable` (503).
 */
export function createForwarder(options: {
  urls: Readonly<Record<ServiceName, readonly string[]>>
  limits: ProxyLimits
  metrics: WebMetrics
  tracing?: Tracing | undefined
}): Forwarder {
  const { urls, limits, metrics, tracing } = options
  // Each kind of request has slots of its own, so that those that take long starve no others.
  const lane = (service: ServiceName, slots: number): Upstreams =>
    createUpstreams(urls[service], {
      slots,
      waitingMax: limits.waitingMax,
      silentMs: limits.silentMs,
      now: () => performance.now(),
      onSilent: () => metrics.upstreamFailed(service, 'silent'),
    })
  const lanesTo = (service: ServiceName) => ({
    usual: lane(service, limits.requestsMax),
    waitingReads: lane(service, limits.waitingReadsMax),
    streams: lane(service, limits.streamsMax),
  })
  const lanes = { 'command-api': lanesTo('command-api'), 'query-api': lanesTo('query-api') }
  const bodies = createBodies(limits)
  const streams = createStreams(limits.streamsMax)
  metrics.openStreams(streams.openCount)
  // The slots bound the connections: an agent with a bound of its own would queue where no time limit reaches.
  const requestAgent = new Agent({ keepAlive: true, maxFreeSockets: limits.requestsMax })
  const streamAgent = new Agent({ keepAlive: false })

  type Way = { service: ServiceName; upstreams: Upstreams; agent: Agent; signal: AbortSignal; onStream(): void }

  const tryInTurn = async (
    req: express.Request,
    res: express.Response,
    { service, upstreams, agent, signal, onStream, body }: Way & { body: Buffer | undefined },
  ): Promise<Failure | undefined> => {
    const { connectTimeoutMs } = limits
    const affinity = affinityOf(req.method, req.path)
    const tried = new Set<string>()
    let failure: Failure | undefined
    while (tried.size < Math.min(limits.attemptsMax, upstreams.count)) {
      const lease = await upstreams.take(signal, tried, affinity)
      tried.add(lease.url)
      const onAnswer = (isStream: boolean): void => {
        lease.answered()
        if (isStream) onStream()
      }
      const span = tracing === undefined ? undefined : beginAttempt(tracing, req, lease.url)
      try {
        failure = await attempt(req, res, { target: lease.url, agent, connectTimeoutMs, signal, onAnswer, body })
        if (signal.reason instanceof TooLate) lease.late()
        if (failure === undefined || signal.aborted) return failure
        metrics.upstreamFailed(service, failure.connected ? 'broken' : 'not_connected')
        if (!failure.connected) lease.away()
        else if (res.headersSent || !isRepeatable(req)) return failure
      } finally {
        span?.end(failure === undefined ? {} : { failed: failure.error })
        lease.release()
      }
    }
    return failure
  }

  const handle = async (req: express.Request, res: express.Response): Promise<void> => {
    const service = serviceFor(req.method, req.path)
    const asStream = wantsStream(req)
    const { usual, waitingReads, streams: streamLane } = lanes[service]
    const upstreams = asStream ? streamLane : mayWait(req) ? waitingReads : usual
    const agent = asStream ? streamAgent : requestAgent
    const cut = new AbortController()
    const timer = setTimeout(() => cut.abort(new TooLate(limits.answerTimeoutMs)), limits.answerTimeoutMs)
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
      if (cause instanceof Problem) throw cause
      if (cause instanceof GateFull) metrics.upstreamFailed(service, 'full')
      else if (cut.signal.aborted) metrics.upstreamFailed(service, 'late')
      throw unavailable(service, cause)
    }

    let leave: (() => void) | undefined
    try {
      const body = hasBody(req) ? await bodies.receive(req, res) : undefined
      if (asStream) {
        await streams.gate.enter(cut.signal)
        leave = streams.gate.leave
      }
      prepareHeaders(req, body)
      const failure = await tryInTurn(req, res, { service, upstreams, agent, signal: cut.signal, onStream, body })
      if (failure !== undefined) throw failure.error
    } catch (cause) {
      failed(cause)
    } finally {
      leave?.()
    }
  }

  return { handler: route(handle), endStreams: streams.end }
}
