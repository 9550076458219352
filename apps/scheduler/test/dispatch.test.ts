import { prismaAdapter } from '@gavel/database'
import { topicNames, topicSpecs } from '@gavel/event-contracts'
import type { OutgoingMessage } from '@gavel/messaging'
import { afterEach, describe, expect, it } from '@jest/globals'
import { PrismaClient } from '../src/generated/prisma/client.ts'
import { applyChanges } from '../src/timetable/applyChanges.ts'
import { readBacklog } from '../src/timetable/backlog.ts'
import { claimDue } from '../src/timetable/claimDue.ts'
import { foldChanges } from '../src/timetable/entryChanges.ts'
import { atSecond, lot, msAtSecond } from './lots.ts'
import { createWorld, followCommands, schedulerAt, until, type World } from './world.ts'

let world: World | undefined
afterEach(async () => {
  await world?.stop()
  world = undefined
})
const newWorld = async (options = { topics: true }): Promise<World> => {
  world = await createWorld(options)
  return world
}

type Lots = readonly ReturnType<typeof lot>[]
const list = ({ pool }: World, lots: Lots) => applyChanges(pool, foldChanges(lots.map(({ listed }) => listed)))
const open = ({ pool }: World, lots: Lots) => applyChanges(pool, foldChanges(lots.map(({ opened }) => opened(2))))

/** `count` lots that end at second 100, 101, …, in no order, and are open. */
async function openLots(here: World, count: number): Promise<Lots> {
  const lots = Array.from({ length: count }, (_, index) => lot({ endsAt: atSecond(100 + ((index * 7_919) % count)) }))
  await list(here, lots)
  await open(here, lots)
  return lots
}

describe('what is due', () => {
  it('is sent in order of due time, over many batches, and once', async () => {
    const here = await newWorld()
    await openLots(here, 1_000)
    const sent: OutgoingMessage[] = []
    const producer = await here.messaging.createProducer()
    const scheduler = schedulerAt(msAtSecond(5_000), {
      pool: here.pool,
      async send(messages) {
        await producer.send(messages)
        sent.push(...messages)
      },
      batchSize: 64,
    })
    await scheduler.sendDue()
    await scheduler.sendDue()
    const dueTimes = sent.map(({ value }) => JSON.parse(String(value)).dueAt)
    expect(dueTimes).toHaveLength(1_000)
    expect(dueTimes).toEqual(dueTimes.toSorted())
  })

  it('is not what is due a millisecond later', async () => {
    const here = await newWorld()
    const received = await followCommands(here)
    const producer = await here.messaging.createProducer()
    const one = lot({ startsAt: atSecond(10) })
    await list(here, [one])
    const scheduler = schedulerAt(msAtSecond(10) - 1, { pool: here.pool, send: producer.send })
    await scheduler.sendDue()
    scheduler.advance(1)
    await scheduler.sendDue()
    await until(() => received.length > 0)
    expect(received).toMatchObject([
      {
        type: 'auction.open',
        data: { auctionId: one.auctionId, dueAt: atSecond(10) },
        occurredAt: atSecond(10),
        metadata: { actor: 'service:scheduler' },
      },
    ])
  })

  it('is sent about once by two schedulers at once', async () => {
    const here = await newWorld()
    const received = await followCommands(here)
    const lots = await openLots(here, 2_000)
    const schedulers = await Promise.all(
      [here.openPool(), here.openPool()].map(async (pool) => {
        const producer = await here.messaging.createProducer()
        return schedulerAt(msAtSecond(5_000), { pool, send: producer.send, batchSize: 50 })
      }),
    )
    await Promise.all(schedulers.map((scheduler) => scheduler.sendDue()))
    await until(() => received.length >= lots.length)
    expect(new Set(received.map(({ data }) => data.auctionId)).size).toBe(lots.length)
    expect(received).toHaveLength(lots.length)
    // Both had a part in it, or the test has shown nothing.
    for (const { registry } of schedulers) {
      expect(await registry.metrics()).toMatch(/scheduler_commands_sent_total\{kind="close",attempt="first"\} [1-9]/)
    }
  })

  it('after an hour away is the opening first, and the end only when the opening is answered', async () => {
    const here = await newWorld()
    const received = await followCommands(here)
    const producer = await here.messaging.createProducer()
    const lots = [lot({ startsAt: atSecond(20), endsAt: atSecond(100) }), lot({ startsAt: atSecond(10) })]
    await list(here, lots)
    const scheduler = schedulerAt(msAtSecond(3_600), { pool: here.pool, send: producer.send })
    await scheduler.sendDue()
    await until(() => received.length === 2)
    expect(received.map(({ type }) => type)).toEqual(['auction.open', 'auction.open'])
    await open(here, lots)
    await scheduler.sendDue()
    await until(() => received.length === 4)
    expect(received.slice(2).map(({ type }) => type)).toEqual(['auction.close', 'auction.close'])
  })
})

describe('what is not answered', () => {
  it('is sent again after 1–2 s, then 2–4 … then 30–60 s, as the same command', async () => {
    const here = await newWorld()
    const received = await followCommands(here)
    const producer = await here.messaging.createProducer()
    await list(here, [lot()])
    const scheduler = schedulerAt(msAtSecond(0), { pool: here.pool, send: producer.send })
    await scheduler.sendDue()
    let expected = 1
    for (const leastMs of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]) {
      scheduler.advance(leastMs - 1)
      await scheduler.sendDue()
      await until(() => received.length === expected)
      // The longest wait is twice the least.
      scheduler.advance(leastMs + 1)
      await scheduler.sendDue()
      expected += 1
    }
    await until(() => received.length === expected)
    expect(new Set(received.map(({ id }) => id)).size).toBe(1)
    const metrics = await scheduler.registry.metrics()
    expect(metrics).toContain('scheduler_commands_sent_total{kind="open",attempt="first"} 1')
    expect(metrics).toContain('scheduler_commands_sent_total{kind="open",attempt="repeated"} 8')
    expect(metrics).toContain('scheduler_lateness_seconds_count{kind="open"} 1')
  })

  it('is counted with its age', async () => {
    const here = await newWorld({ topics: false })
    await list(here, [
      lot(),
      lot({ startsAt: atSecond(30) }),
      lot({ startsAt: atSecond(3_000), endsAt: atSecond(9_000) }),
    ])
    const prisma = new PrismaClient({ adapter: prismaAdapter(here.pool, 'scheduler') })
    const at = (second: number) => readBacklog(prisma, new Date(atSecond(second)))
    expect(await at(-1)).toEqual({ due: 0, oldestOverdueMs: 0 })
    expect(await at(45)).toEqual({ due: 2, oldestOverdueMs: 45_000 })
  })
})

describe('a command that could not be sent', () => {
  it('comes again when the process was killed between claim and publication', async () => {
    const here = await newWorld()
    const received = await followCommands(here)
    const producer = await here.messaging.createProducer()
    const one = lot()
    await list(here, [one])
    const claimed = await claimDue(here.pool, { now: new Date(atSecond(0)), limit: 10, from: new Date(0) })
    expect(claimed).toHaveLength(1)
    const next = schedulerAt(msAtSecond(0.5), { pool: here.openPool(), send: producer.send })
    await next.sendDue()
    next.advance(1_500)
    await next.sendDue()
    await until(() => received.length > 0)
    expect(received).toMatchObject([{ type: 'auction.open', data: { auctionId: one.auctionId } }])
  })

  it('comes again after 1–2 s when Kafka did not take it, however often that was so', async () => {
    const here = await newWorld({ topics: false })
    const producer = await here.messaging.createProducer()
    const lots = Array.from({ length: 3 }, () => lot())
    await list(here, lots)
    const scheduler = schedulerAt(msAtSecond(0), { pool: here.pool, send: producer.send })
    // The topic is not there: a real refusal.
    for (let turn = 0; turn < 2; turn += 1) {
      await expect(scheduler.sendDue()).rejects.toThrow()
      scheduler.advance(2_000)
    }
    expect(await scheduler.registry.metrics()).toContain('scheduler_publish_failures_total 6')

    await here.messaging.ensureTopics(topicSpecs.filter(({ name }) => name === topicNames.auctionCommands))
    const received = await followCommands(here)
    await until(() =>
      scheduler.sendDue().then(
        () => true,
        () => {
          scheduler.advance(2_000)
          return false
        },
      ),
    )
    await until(() => received.length >= lots.length)
    expect(new Set(received.map(({ data }) => data.auctionId)).size).toBe(lots.length)
  }, 60_000)

  it('is kept when the database is gone as well', async () => {
    const here = await newWorld({ topics: false })
    await list(here, [lot()])
    const pool = here.openPool()
    const scheduler = schedulerAt(msAtSecond(0), {
      pool,
      async send() {
        await pool.query('select pg_terminate_backend(pg_backend_pid())').catch(() => {})
        throw new Error('and Kafka is gone')
      },
    })
    await expect(scheduler.sendDue()).rejects.toThrow('and Kafka is gone')
    const claimed = await claimDue(here.pool, { now: new Date(atSecond(2)), limit: 10, from: new Date(0) })
    expect(claimed).toHaveLength(1)
  })

  it('is not begun when the service stops', async () => {
    const here = await newWorld({ topics: false })
    await list(here, [lot()])
    const scheduler = schedulerAt(msAtSecond(0), {
      pool: here.pool,
      send: () => Promise.reject(new Error('nothing must be sent')),
    })
    scheduler.stop()
    await scheduler.sendDue()
  })
})
