import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ServiceName } from '@gavel/launcher'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { type Gavel, startGavel } from '../src/gavel.ts'
import { send } from '../src/http.ts'
import { type ListedLot, listLot } from '../src/lots.ts'
import { watchLot } from '../src/lotWatcher.ts'
import { tokenOf } from '../src/people.ts'
import { faultOf, labelsOf, type Offered, readExposition } from '../src/telemetry/exposition.ts'
import { queries } from '../src/telemetry/monitoring.ts'
import { readPromql } from '../src/telemetry/promql.ts'
import { type Received, type Receiver, startReceiver } from '../src/telemetry/receiver.ts'
import { browsersTrace, nameOf, wayUp } from '../src/telemetry/traces.ts'
import { until } from '../src/until.ts'

const maximum = 7_654_321
const accepted = z.object({ version: z.int() })

describe('telemetry', () => {
  let receiver: Receiver
  let gavel: Gavel
  beforeAll(async () => {
    receiver = await startReceiver()
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, OTEL_TRACES_SAMPLER_ARG: '1' }
    gavel = await startGavel('telemetry', { logLevel: 'debug', settings })
  }, 120_000)
  afterAll(async () => {
    await gavel?.stop()
    receiver?.stop()
  }, 60_000)

  /** A bid as a browser sends it, with a trace of its own. */
  async function bid(lot: ListedLot, paddle: number, body: { type: 'exact' | 'max'; amount: number }) {
    const trace = browsersTrace()
    const token = await tokenOf(paddle)
    const headers = { traceparent: trace.traceparent, 'X-Correlation-Id': `bid-${trace.traceId}` }
    const url = `${gavel.webUrl}/v1/auctions/${lot.id}/bids`
    return { ...trace, answer: await send(url, { token, json: body, headers }) }
  }

  const spansOf = (traceId: string): readonly Received[] => receiver.spans().filter((span) => span.traceId === traceId)

  /** Each span of a name, once there is one. */
  const untilSpans = (traceId: string, name: string): Promise<readonly Received[]> =>
    until(`there is ${name} in the trace`, () => {
      const found = spansOf(traceId).filter((span) => nameOf(span) === name)
      if (found.length === 0) throw new Error(`there are ${spansOf(traceId).map(nameOf).join(', ')}`)
      return found
    })

  it('follows a bid from the browser to the viewers’ streams in one trace', async () => {
    const lot = await listLot(gavel, { startingPrice: 1_000_000 })
    const watcher = watchLot(gavel, lot.id)
    await until('the watcher sees the lot', () => expect(watcher.seen().lot).toMatchObject({ version: lot.version }))
    const { traceId, spanId, answer } = await bid(lot, 701, { type: 'max', amount: maximum })
    expect(answer.status).toBe(201)
    const { version } = accepted.parse(answer.body)
    await until('the watcher sees the bid', () => expect(watcher.seen().lot).toMatchObject({ version }))
    await watcher.close()

    const shows = await until('both of its views are shown', async () => {
      const found = await untilSpans(traceId, 'query-api: show')
      expect(found.map(({ attributes }) => attributes.get('gavel.view')).sort()).toEqual(['bid.view', 'lot.view'])
      return found
    })
    // A span is sent when it is over: that of the request may be the last of all.
    await untilSpans(traceId, 'web: POST')
    await until('the trace is whole', () => {
      for (const show of shows) expect(wayUp(receiver.spans(), show).at(-1)?.parentSpanId).toBe(spanId)
    })
    for (const show of shows) {
      const topic = show.attributes.get('gavel.view') === 'lot.view' ? 'auction.views' : 'bid.views'
      const way = wayUp(receiver.spans(), show)
      expect(way.map(nameOf)).toEqual([
        'query-api: show',
        `query-api: process ${topic}`,
        `projector: send ${topic}`,
        'projector: process auction.events',
        'command-api: send auction.events',
        'command-api: outbox',
        'command-api: POST /v1/auctions/:id/bids',
        'web: POST',
        'web: POST',
      ])
      expectInOrder(way)
    }

    const [request] = await untilSpans(traceId, 'command-api: POST /v1/auctions/:id/bids')
    const [append] = await untilSpans(traceId, 'command-api: append')
    expect(append?.parentSpanId).toBe(request?.spanId)
    const stored = await until('it is stored too', () => {
      const groups = spansOf(traceId)
        .filter(({ name }) => name === 'process bid.views')
        .map(({ attributes }) => String(attributes.get('messaging.consumer.group.name')))
      expect(groups).toHaveLength(2)
      return groups.filter((group) => group !== 'query-api.live')
    })
    expect(stored).toEqual([expect.stringMatching(/^query-api\.[0-9a-f]{8}$/)])
  }, 60_000)

  it('gives each bid of a batch a whole trace, linked with the others', async () => {
    const lot = await listLot(gavel)
    const watcher = watchLot(gavel, lot.id)
    await watcher.connected
    const bids = await Promise.all(
      Array.from({ length: 40 }, (_, index) => bid(lot, 710 + index, { type: 'exact', amount: 1_000 + 100 * index })),
    )
    const taken = bids.filter(({ answer }) => answer.status === 201)
    expect(taken.length).toBeGreaterThan(1)
    await until('each that was taken is shown', () => {
      for (const { traceId, spanId } of taken) {
        const show = spansOf(traceId).find(
          ({ name, attributes }) => name === 'show' && attributes.get('gavel.view') === 'bid.view',
        )
        expect(show && wayUp(receiver.spans(), show).at(-1)?.parentSpanId).toBe(spanId)
      }
    })
    await watcher.close()
    const traces = new Set(taken.map(({ traceId }) => traceId))
    const linked = receiver.spans().filter(({ traceId, links }) => traces.has(traceId) && links.length > 0)
    expect(new Set(linked.map(nameOf))).toContain('command-api: append')
    for (const { traceId, links } of linked) for (const link of links) expect(link.traceId).not.toBe(traceId)
  }, 60_000)

  it('traces what falls due, from the scheduler on', async () => {
    const lot = await listLot(gavel, { endsInMs: 2_000 })
    const closing = await until('the end is in a trace', () => {
      const sent = receiver.spans().filter((span) => nameOf(span) === 'scheduler: send auction.commands')
      const known = sent.find(({ traceId }) =>
        spansOf(traceId).some(({ attributes }) => attributes.get('gavel.event') === 'auction.closed'),
      )
      if (known === undefined) throw new Error(`lot ${lot.lotNumber} is not closed`)
      return known
    })
    expect(closing.parentSpanId ?? '').toBe('')
    await untilSpans(closing.traceId, 'projector: process auction.events')
  }, 60_000)

  it('sends no secret, and no word of a person', async () => {
    const sent = receiver.bodies()
    expect(sent).toContain('/v1/auctions/')
    for (const secret of [String(maximum), await tokenOf(701), 'Bearer', 'Inkstone']) expect(sent).not.toContain(secret)
  })

  it('names the trace in the log lines of its requests', async () => {
    const lot = await listLot(gavel)
    const { traceId } = await bid(lot, 702, { type: 'exact', amount: 500 })
    for (const service of ['web', 'command-api']) {
      await until(`${service} has said so`, async () => {
        const lines = (await readFile(resolve(gavel.logs, `${service}.log`), 'utf8')).split('\n')
        const line = lines.find((text) => text.includes(traceId) && text.includes('"request"'))
        expect(JSON.parse(line ?? 'null')).toMatchObject({ service, traceId, correlationId: `bid-${traceId}` })
      })
    }
  })

  describe('metrics', () => {
    let services: ReadonlyMap<ServiceName, Offered>
    beforeAll(async () => {
      const read = gavel.system.services.map(async ({ name, adminUrl }) => {
        const { text } = await send(`${adminUrl}/metrics`)
        return [name, readExposition(text)] as const
      })
      services = new Map(await Promise.all(read))
    })

    it.each(queries)('$where asks for what there is', ({ text }) => {
      const { selectors, groupings } = readPromql(text)
      for (const selector of selectors) expect(faultOf(selector, services)).toBeUndefined()
      const labels = selectors.map(({ metric }) => labelsOf(metric, services))
      if (labels.some((known) => known.size === 0)) return
      for (const label of groupings) expect(labels.some((known) => known.has(label))).toBe(true)
    })

    it('of another name, service or label are found missing', () => {
      const none: readonly [] = []
      const matcher = (label: string, value: string) => [{ label, operator: '=', value }]
      expect(faultOf({ metric: 'outbox_oldest_second', matchers: none }, services)).toMatch(/no service has/)
      expect(faultOf({ metric: 'outbox_oldest_seconds', matchers: matcher('service', 'web') }, services)).toMatch(
        /no web/,
      )
      expect(faultOf({ metric: 'query_views_total', matchers: matcher('kind', 'x') }, services)).toMatch(
        /no label kind/,
      )
      expect(faultOf({ metric: 'query_views_total', matchers: matcher('way', 'live') }, services)).toBeUndefined()
    })
  })
})

/** Nothing begins before what it is done for; times of events are in whole milliseconds. */
function expectInOrder(way: readonly Received[]): void {
  for (const [index, { startTimeUnixNano }] of way.entries()) {
    const above = way[index + 1]
    if (above !== undefined) expect(startTimeUnixNano + 2_000_000n).toBeGreaterThanOrEqual(above.startTimeUnixNano)
  }
}
