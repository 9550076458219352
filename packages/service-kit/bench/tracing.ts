import { EventEmitter } from 'node:events'
import { parseArgs } from 'node:util'
import type express from 'express'
import { pino } from 'pino'
import { appendTracer, correlation, messageTracer, type Tracing } from '../src/index.ts'
import { createOpenTelemetry } from '../src/telemetry/openTelemetry.ts'

/**
 * What tracing costs a request, an append and a message: off, on with nothing recorded, and on with everything recorded
 * (into nothing: what sending costs is not in it).
 *
 *   node packages/service-kit/bench/tracing.ts [--count 300000]
 */
const { values } = parseArgs({ options: { count: { type: 'string', default: '300000' } } })
const count = Number(values.count)
const rounds = 5

const nowhere = {
  export: (_spans: unknown, done: (result: { code: number }) => void) => done({ code: 0 }),
  shutdown: async () => undefined,
}
const logger = pino({ level: 'silent' })
const tracingAt = (ratio: number) => createOpenTelemetry({ service: 'bench', exporter: nowhere, ratio, logger })
const traceparent = (flags: string): string => `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-${flags}`

/** As much of express's request and response as is looked at. */
class Response extends EventEmitter {
  statusCode = 200
  writableFinished = true
  setHeader(): void {}
}
const headers = { 'x-correlation-id': 'bench', traceparent: traceparent('00') }

function request(tracing: Tracing | undefined): () => void {
  const handler: unknown = correlation({ tracing, fromStrangers: true })
  if (typeof handler !== 'function') throw new Error('a handler')
  return () => {
    const res = new Response()
    handler(
      { method: 'POST', originalUrl: '/v1/auctions/7/bids', headers } satisfies Partial<express.Request>,
      res,
      () => {},
    )
    res.emit('close')
  }
}

const appends = (flags: string) => [{ events: [{ metadata: { actor: 'a', traceparent: traceparent(flags) } }] }]

function append(tracing: Tracing | undefined, flags: string): () => void {
  const tracer = appendTracer(tracing)
  const batch = appends(flags)
  const results = [{ kind: 'appended' }]
  return () => tracer?.begin(batch)(results)
}

function message(tracing: Tracing | undefined, flags: string): () => void {
  const tracer = messageTracer(tracing)
  const batch = [{ topic: 'bid.views', traceparent: traceparent(flags) }]
  return () => tracer?.sending(batch).end()
}

/** The best of some rounds: the others were disturbed. */
function nanosecondsOf(work: () => void): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now()
    for (let index = 0; index < count; index += 1) work()
    best = Math.min(best, ((performance.now() - startedAt) * 1e6) / count)
  }
  return Math.round(best)
}

const [none, all] = [tracingAt(0), tracingAt(1)]
const cases = {
  off: [request(undefined), append(undefined, '00'), message(undefined, '00')],
  'on, not recorded': [request(none), append(none, '00'), message(none, '00')],
  'on, recorded': [request(all), append(all, '01'), message(all, '01')],
}
for (const [name, works] of Object.entries(cases)) {
  const [ofRequest, ofAppend, ofMessage] = works.map(nanosecondsOf)
  console.log(`${name.padEnd(18)} request ${ofRequest} ns, append ${ofAppend} ns, message ${ofMessage} ns`)
}
await Promise.all([none.stop(), all.stop()])
