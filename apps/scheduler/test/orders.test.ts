import { randomUUID } from 'node:crypto'
import {
  type OrderCommandMessage,
  type OrderEvent,
  type OrderFact,
  orderCommandFromWire,
  orderFactVersions,
  paddleHolder,
  storedEventToWire,
  topicNames,
} from '@gavel/event-contracts'
import { afterEach, describe, expect, it } from '@jest/globals'
import { applyChanges } from '../src/timetable/applyChanges.ts'
import { consumeOrderEvents } from '../src/timetable/consumer.ts'
import { foldChanges } from '../src/timetable/entryChanges.ts'
import { atSecond, msAtSecond } from './lots.ts'
import { createWorld, entriesOf, pendingKinds, schedulerAt, until, type World } from './world.ts'

let world: World | undefined
afterEach(async () => {
  await world?.stop()
  world = undefined
})

const onFatal = (error: unknown): never => {
  throw error
}

async function followOrderCommands({ messaging }: World): Promise<readonly OrderCommandMessage[]> {
  const received: OrderCommandMessage[] = []
  await messaging.follow({
    name: 'test',
    topics: [topicNames.orderCommands],
    decode: orderCommandFromWire,
    handle: async (batch) => void received.push(...batch),
    isTransient: () => false,
    onFatal,
  })
  return received
}

/** An order that can be paid until a second, and what may come of it. */
function orderUntil(second: number) {
  const orderId = randomUUID()
  const event = (fact: OrderFact, version: number): OrderEvent => ({
    ...fact,
    id: randomUUID(),
    orderId,
    version,
    occurredAt: atSecond(0),
    metadata: { actor: 'service:test', correlationId: 'test' },
  })
  const item = {
    kind: 'lot' as const,
    auctionId: randomUUID(),
    lotNumber: 7,
    sellerId: randomUUID(),
    via: 'hammer' as const,
  }
  const money = { total: 1_000, currency: 'KRW' }
  const paymentId = randomUUID()
  return {
    orderId,
    created: event(
      { type: 'order.created', data: { buyer: paddleHolder(7), item, ...money, payableUntil: atSecond(second) } },
      1,
    ),
    started: event({ type: 'order.payment_started', data: { paymentId, method: 'fake_timeout' } }, 2),
    paid: event({ type: 'order.paid', data: { paymentId, reference: 'x' } }, 3),
    cancelled: event({ type: 'order.cancelled', data: { by: 'buyer', reason: 'asked' } }, 2),
    expired: event({ type: 'order.expired', data: {} }, 2),
  }
}

const toWire = (event: OrderEvent) =>
  storedEventToWire({
    ...event,
    streamId: event.orderId,
    topic: topicNames.orderEvents,
    eventId: event.id,
    schemaVersion: orderFactVersions[event.type].current,
    dataJson: JSON.stringify(event.data),
  })

describe('an order', () => {
  it('is told to expire when it falls due, again until it has, and then no more', async () => {
    const here = await createWorld({ topics: true })
    world = here
    const received = await followOrderCommands(here)
    const producer = await here.messaging.createProducer()
    await consumeOrderEvents({ messaging: here.messaging, pool: here.pool, onFatal })
    const scheduler = schedulerAt(msAtSecond(0), { pool: here.pool, send: producer.send })
    const { orderId, created, started, expired } = orderUntil(900)

    await producer.send([created, started].map(toWire))
    await until(async () => (await pendingKinds(here.pool, orderId)).length === 1)
    scheduler.advance(899_999)
    await scheduler.sendDue()
    scheduler.advance(1)
    await scheduler.sendDue()
    await scheduler.sendDue()
    await until(() => received.length === 1)
    // Longer than the first back-off, whatever its jitter.
    scheduler.advance(5_000)
    await scheduler.sendDue()
    await until(() => received.length === 2)
    await producer.send([toWire(expired)])
    await until(async () => (await pendingKinds(here.pool, orderId)).length === 0)
    await producer.send([toWire(created)])
    scheduler.advance(120_000)
    await scheduler.sendDue()
    const id = `order.expire:${orderId}:${msAtSecond(900)}`
    expect(received).toEqual(
      [1, 2].map(() => ({
        id,
        type: 'order.expire',
        data: { orderId, dueAt: atSecond(900) },
        occurredAt: expect.any(String),
        metadata: { actor: 'service:scheduler', correlationId: id },
      })),
    )
  })

  it('is due no more once it is paid, cancelled or expired, in whatever order that is heard of', async () => {
    const here = await createWorld({ topics: false })
    world = here
    for (const end of ['paid', 'cancelled', 'expired'] as const) {
      const order = orderUntil(10)
      for (const batch of [[order[end]], [order.created], [order.created, order[end], order.started]]) {
        await applyChanges(here.pool, foldChanges(batch))
        expect(await pendingKinds(here.pool, order.orderId)).toEqual([])
      }
      const later = orderUntil(10)
      await applyChanges(here.pool, foldChanges([later.created, later.started]))
      expect(await entriesOf(here.pool, later.orderId)).toMatchObject([
        { subject_id: later.orderId, kind: 'expire', done: false, due_at: new Date(atSecond(10)) },
      ])
      await applyChanges(here.pool, foldChanges([later[end]]))
      expect(await pendingKinds(here.pool, later.orderId)).toEqual([])
    }
  })
})
