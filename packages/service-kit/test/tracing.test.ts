import { createServer } from 'node:http'
import { describe, expect, it } from '@jest/globals'
import { SpanStatusCode } from '@opentelemetry/api'
import express from 'express'
import request from 'supertest'
import { z } from 'zod'
import { bind } from '../src/http/bind.ts'
import {
  appendTracer,
  beginBatch,
  correlation,
  correlationOf,
  createMetrics,
  messageTracer,
  problemHandler,
  requestLog,
} from '../src/index.ts'
import { startTracing } from '../src/telemetry/startTracing.ts'
import { traceContextOf } from '../src/telemetry/traceparent.ts'
import { captured } from './support/captured.ts'
import { recordedTracing } from './support/recorded.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const otherTraceId = 'aaf92f3577b34da6a3ce929d0e0e4736'
const parent = `00-${traceId}-00f067aa0ba902b7-01`
const unrecorded = `00-${traceId}-00f067aa0ba902b7-00`
const other = `00-${otherTraceId}-10f067aa0ba902b7-01`

describe('spans', () => {
  it('hang together by traceparents, and tell of an error its kind alone', async () => {
    const { tracing, spans } = recordedTracing()
    const above = tracing.begin({ name: 'above', kind: 'server', parent })
    const below = tracing.begin({ name: 'below', kind: 'internal', parent: above.traceparent })
    below.end({ failed: new TypeError('the maximum is 7000') })
    above.end({ attributes: { answered: true } })
    const recorded = await spans()
    expect(recorded.get('above')?.parentSpanContext?.spanId).toBe('00f067aa0ba902b7')
    expect(recorded.get('below')?.parentSpanContext?.spanId).toBe(recorded.get('above')?.spanContext().spanId)
    expect(recorded.get('below')?.spanContext().traceId).toBe(traceId)
    expect(recorded.get('below')?.status.code).toBe(SpanStatusCode.ERROR)
    expect(recorded.get('below')?.attributes).toEqual({ 'error.type': 'TypeError' })
    expect(recorded.get('below')?.events).toEqual([])
  })

  it('are not made in a trace that is not recorded, which is carried on all the same', async () => {
    const { tracing, spans } = recordedTracing()
    const span = tracing.begin({ name: 'nothing', kind: 'server', parent: unrecorded })
    span.end()
    expect(traceContextOf(span.traceparent)).toMatchObject({ traceId, recorded: false })
    expect((await spans()).size).toBe(0)
  })

  it.each([
    [1, true],
    [0, false],
  ])('begin traces at the ratio %s', (ratio, isRecorded) => {
    const { tracing } = recordedTracing({ ratio })
    const { traceparent } = tracing.begin({ name: 'first', kind: 'server' })
    expect(traceContextOf(traceparent)?.recorded).toBe(isRecorded)
  })

  it.each([
    [parent, 0.4, false],
    [unrecorded, 0.2, true],
  ])('of a stranger are recorded as we choose, not as he says: %s at %d', (given, drawn, isRecorded) => {
    const { tracing } = recordedTracing({ ratio: 0.3, random: () => drawn })
    const span = tracing.begin({ name: 'asked', kind: 'server', parent: given, fromStranger: true })
    expect(traceContextOf(span.traceparent)).toMatchObject({ traceId, recorded: isRecorded })
  })
})

describe('a batch', () => {
  it('has a span in each recorded trace, linked with the first one both ways', async () => {
    const { tracing, spans } = recordedTracing()
    const batch = beginBatch(tracing, [
      { name: 'one', kind: 'consumer', parent },
      { name: 'silent', kind: 'consumer', parent: unrecorded },
      undefined,
      { name: 'two', kind: 'consumer', parent: other },
    ])
    batch.end()
    expect(batch.traceparents.map((text) => text && traceContextOf(text)?.traceId)).toEqual([
      traceId,
      traceId,
      undefined,
      otherTraceId,
    ])
    expect(batch.traceparents[1]).toBe(unrecorded)
    const recorded = await spans()
    expect([...recorded.keys()]).toEqual(['one', 'two'])
    const [one, two] = ['one', 'two'].map((name) => recorded.get(name))
    expect(one?.links.map(({ context }) => context.spanId)).toEqual([two?.spanContext().spanId])
    expect(two?.links.map(({ context }) => context.spanId)).toEqual([one?.spanContext().spanId])
  })

  it('of messages: a trace begins where one is sent, never where one is handled, and does not outlive ten minutes', () => {
    const { tracing } = recordedTracing()
    const nowMs = 1_000_000
    const tracer = messageTracer(tracing, () => nowMs)
    const sent = tracer?.sending([{ topic: 'a.commands', traceparent: undefined }])
    expect(traceContextOf(sent?.traceparents[0] ?? '')?.recorded).toBe(true)
    const handled = tracer?.handling({ group: 'g', topic: 't' }, [
      { traceparent: undefined, timestampMs: nowMs },
      { traceparent: parent, timestampMs: nowMs },
      { traceparent: parent, timestampMs: nowMs - 600_001 },
      { traceparent: 'nonsense', timestampMs: nowMs },
    ])
    const [none, fresh, old, nonsense] = handled?.traceparents ?? []
    expect([none, nonsense]).toEqual([undefined, 'nonsense'])
    expect(traceContextOf(fresh ?? '')).toMatchObject({ traceId, recorded: true })
    expect(fresh).not.toBe(parent)
    expect(old).toBe(unrecorded)
  })

  it('of appends is in the trace of every command that has events in it, once', async () => {
    const { tracing, spans } = recordedTracing()
    const event = (traceparent: string) => ({ metadata: { actor: 'a', traceparent } })
    const append = { events: [event(parent), event(parent)], companions: [{ events: [event(other)] }] }
    appendTracer(tracing)?.begin([append])([{ kind: 'appended' }])
    const recorded = await spans()
    expect(recorded.get('append')?.links).toHaveLength(1)
    expect(recorded.get('append')?.status.code).toBe(SpanStatusCode.UNSET)
  })

  it('is nothing without tracing', () => {
    expect([messageTracer(undefined), appendTracer(undefined)]).toEqual([undefined, undefined])
  })
})

describe('a request', () => {
  function service(options: Parameters<typeof correlation>[0]) {
    const { logger, lines } = captured('debug')
    const app = express()
    app.use(correlation(options), requestLog(logger))
    app.get('/lots/:id', (req, res) => void res.json(correlationOf(req)))
    app.get('/broken', () => {
      throw new Error('no')
    })
    app.use(problemHandler(logger))
    return { app, lines }
  }

  it('is a span by its route, under which everything else is done', async () => {
    const { tracing, spans } = recordedTracing()
    const { app } = service({ tracing })
    const { body, headers } = await request(app).get('/lots/7?token=secret').set('traceparent', parent)
    const span = (await spans()).get('GET /lots/:id')
    expect(span?.parentSpanContext?.spanId).toBe('00f067aa0ba902b7')
    expect(body.traceparent).toBe(`00-${traceId}-${span?.spanContext().spanId}-01`)
    expect(headers.traceparent).toBe(body.traceparent)
    expect(span?.attributes).toEqual({
      'http.request.method': 'GET',
      'url.path': '/lots/7',
      'http.route': '/lots/:id',
      'http.response.status_code': 200,
      'gavel.answered': true,
      'gavel.correlation_id': body.correlationId,
    })
  })

  it('that fails is a failed span', async () => {
    const { tracing, spans } = recordedTracing()
    await request(service({ tracing }).app).get('/broken')
    expect((await spans()).get('GET /broken')?.status.code).toBe(SpanStatusCode.ERROR)
  })

  it('is found in the log by the id of its trace, traced or not', async () => {
    for (const tracing of [undefined, recordedTracing().tracing]) {
      const { app, lines } = service({ tracing })
      await request(app).get('/lots/7').set('traceparent', parent)
      await request(app).get('/broken').set('traceparent', parent)
      expect(lines.map((line) => z.object({ msg: z.string(), traceId: z.string() }).parse(JSON.parse(line)))).toEqual([
        { msg: 'request', traceId },
        { msg: 'request failed', traceId },
        { msg: 'request', traceId },
      ])
    }
  })
})

describe('startTracing', () => {
  const start = (endpoint: string | undefined) => {
    const { logger, lines } = captured('info')
    const registry = createMetrics('test')
    const config = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: 1 }
    return { started: startTracing(config, { service: 'test', registry, logger }), lines, registry }
  }

  it('is nothing without an endpoint', async () => {
    expect(await start(undefined).started).toBeUndefined()
  })

  it('sends what waits when it stops, as JSON to /v1/traces', async () => {
    const asked: { url: string | undefined; key: unknown; body: string }[] = []
    const server = createServer(async (req, res) => {
      const parts: Buffer[] = []
      for await (const part of req) parts.push(Buffer.from(part))
      asked.push({ url: req.url, key: req.headers['x-key'], body: Buffer.concat(parts).toString() })
      res.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
    const port = await bind(server, 0, '127.0.0.1')
    process.env.OTEL_EXPORTER_OTLP_HEADERS = 'x-key=a key of the collector'
    const { started, registry } = start(`http://127.0.0.1:${port}/`)
    const tracing = await started
    delete process.env.OTEL_EXPORTER_OTLP_HEADERS
    tracing?.begin({ name: 'work', kind: 'internal' }).end()
    await tracing?.stop()
    server.closeAllConnections()
    server.close()
    expect(asked).toEqual([{ url: '/v1/traces', key: 'a key of the collector', body: expect.any(String) }])
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
      resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'work' }] }] }],
    })
    expect(await registry.metrics()).toContain('telemetry_spans_total{outcome="sent",service="test"} 1')
  })

  it('says once that nobody takes the spans, counts them, and goes on', async () => {
    const { started, lines, registry } = start('http://127.0.0.1:1')
    const tracing = await started
    for (const name of ['one', 'two']) tracing?.begin({ name, kind: 'internal' }).end()
    await tracing?.stop()
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['traces can not be sent and are lost'])
    expect(await registry.metrics()).toContain('telemetry_spans_total{outcome="lost",service="test"} 2')
  }, 20_000)
})
