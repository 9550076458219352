import { type AuctionEvent, type BidView, type LotView, topicNames } from '@gavel/event-contracts'
import type { MessageProducer } from '@gavel/messaging'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { foldBatch } from '../src/auction/foldBatch.ts'
import { MissingEvents } from '../src/auction/missingEvents.ts'
import { projectBatch } from '../src/auction/projectBatch.ts'
import { ViewsUndelivered } from '../src/auction/publishViews.ts'
import { loadBids } from '../src/sql/loadBids.ts'
import { loadLots } from '../src/sql/loadLots.ts'
import { type AuctionLog, auctionLog, bidder, liveLog, placedBy } from './auctionLog.ts'
import { createWorld, until, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.drop())

const expected = ({ events }: AuctionLog): { lot: LotView | undefined; bids: BidView[] } => {
  const { touched, newBids } = foldBatch(new Map(), events)
  return { lot: touched[0]?.view, bids: newBids.map(({ view }) => view) }
}

async function stored({ auctionId, events }: AuctionLog) {
  const lot = (await loadLots(world.pool, [auctionId])).get(auctionId)?.view
  return { lot, bids: await loadBids(world.pool, events) }
}

const lotViews = ({ auctionId }: AuctionLog): LotView[] =>
  world.views.flatMap((view) => (view.type === 'lot.view' && view.data.id === auctionId ? [view.data] : []))
const bidViews = ({ auctionId }: AuctionLog): BidView[] =>
  world.views.flatMap((view) => (view.type === 'bid.view' && view.data.auctionId === auctionId ? [view.data] : []))

/** What a reader that knows the newest version of everything ends up with. */
function published(log: AuctionLog) {
  const bids = new Map(bidViews(log).map((bid) => [bid.id, bid]))
  return { lot: lotViews(log).at(-1), bids: [...bids.values()].sort((a, b) => a.version - b.version) }
}

/** Also the retractions, of which bids and lots tell on topics of their own. */
const isPublished = (log: AuctionLog) => () => {
  const { lot, bids } = published(log)
  const retractedCount = bids.filter(({ retractedVersion }) => retractedVersion !== null).length
  return (
    lot?.version === log.events.length &&
    bids.length === expected(log).bids.length &&
    retractedCount === lot.retractedCount
  )
}

const project = (events: readonly AuctionEvent[]) =>
  projectBatch({ pool: world.pool, producer: world.producer }, events)

function soldLot(lotNumber: number): AuctionLog {
  const log = liveLog(lotNumber, 5, 3)
  log.boughtNow(bidder(9), 50_000)
  return log
}

/** Bidder 2 was beaten at once by bidder 1, thinks better of it, and somebody else goes on. */
function retractedLog(lotNumber: number) {
  const log = auctionLog(lotNumber)
  log.listed()
  log.opened()
  const first = placedBy(log.bid(bidder(1), 1_000, { type: 'max', maximum: 5_000 }))
  const beaten = log.bid(bidder(2), 3_000, { leads: false })
  const answer = log.bid(bidder(1), 3_100, { type: 'max', maximum: 5_000, auto: true })
  const leader = { bidder: bidder(1), bidId: first.bidId }
  const retraction = log.retracted([beaten, answer], { price: 1_000, leader })
  log.bid(bidder(3), 6_000)
  return { log, retraction, goes: [beaten, answer].map((event) => placedBy(event).bidId) }
}

describe('the projector', () => {
  it('folds what is in the log, and goes on where another one stopped', async () => {
    const logs = [soldLot(1), liveLog(2, 40, 7), auctionLog(3)]
    logs[2]?.listed()
    const first = await world.startProjector()
    await world.append(logs.flatMap(({ events }) => events.slice(0, 3)))
    await until('the beginning is published', () => logs.every((log) => lotViews(log).length > 0))
    await first.stop()
    await world.append(logs.flatMap(({ events }) => events.slice(3)))
    const second = await world.startProjector()
    for (const log of logs) {
      await until(`lot ${log.events.length}`, isPublished(log))
      expect(published(log)).toEqual(expected(log))
      expect(await stored(log)).toEqual(expected(log))
    }
    await second.stop()
  })

  it('gives the same views when two of them have the same events at once', async () => {
    const log = liveLog(10, 300, 40)
    const parts = (size: number) =>
      Array.from({ length: Math.ceil(log.events.length / size) }, (_, index) =>
        log.events.slice(index * size, (index + 1) * size),
      )
    const run = async (size: number) => {
      for (const part of parts(size)) await project(part)
    }
    await Promise.all([run(7), run(11), run(50)])
    await until('all is published', isPublished(log))
    expect(await stored(log)).toEqual(expected(log))
    expect(published(log)).toEqual(expected(log))
  })

  it('leaves the newest view as the last one in the topic when another one was faster', async () => {
    const log = liveLog(11, 20, 4)
    // While the first is about to publish version 10, the other one takes the partition over and goes on.
    const delayed: MessageProducer = {
      async send(messages) {
        if (lotViews(log).length === 0) {
          await project(log.events)
          await until('the other one has published', () => lotViews(log).length > 0)
        }
        await world.producer.send(messages)
      },
      stop: async () => undefined,
    }
    await projectBatch({ pool: world.pool, producer: delayed }, log.events.slice(0, 10))
    await until('both have published', () => lotViews(log).some(({ version }) => version === 10))
    await until('the newest is the last', isPublished(log))
    expect(published(log)).toEqual(expected(log))
  })

  it('passes partitions on while bids keep coming', async () => {
    const logs = [20, 21, 22, 23, 24, 25].map((number) => liveLog(number, 200, 30))
    const first = await world.startProjector()
    let others: Promise<{ stop(): Promise<void> }> | undefined
    for (let from = 0; from < 202; from += 20) {
      await world.append(logs.flatMap(({ events }) => events.slice(from, from + 20)))
      if (from === 60) others = world.startProjector()
      if (from === 140) void first.stop()
    }
    for (const log of logs) await until(`lot ${log.auctionId}`, isPublished(log))
    for (const log of logs) {
      expect(published(log)).toEqual(expected(log))
      expect(await stored(log)).toEqual(expected(log))
    }
    await (await others)?.stop()
  })

  it('publishes what was stored but not published before a crash, when the events come again', async () => {
    const log = soldLot(30)
    const cut = await world.connect().createProducer()
    await cut.stop()
    const crashing = projectBatch({ pool: world.pool, producer: cut }, log.events)
    await expect(crashing).rejects.toThrow(ViewsUndelivered)
    expect(await stored(log)).toEqual(expected(log))
    expect(lotViews(log)).toEqual([])

    const again = await project(log.events)
    expect(again).toMatchObject({ handled: log.events.length, seen: log.events.length, fresh: [] })
    await until('all is published', isPublished(log))
    expect(published(log)).toEqual(expected(log))
  })

  it('tells a bid once more when it is retracted', async () => {
    const { log, retraction, goes } = retractedLog(31)
    const projector = await world.startProjector()
    await world.append(log.events.slice(0, retraction.version - 1))
    await until('the bids are published', () => bidViews(log).length === retraction.version - 3)
    expect(bidViews(log).every(({ retractedVersion }) => retractedVersion === null)).toBe(true)
    await world.append(log.events.slice(retraction.version - 1))
    await until('the retraction is published', isPublished(log))
    const told = bidViews(log).filter(({ retractedVersion }) => retractedVersion !== null)
    expect(told.map(({ id, retractedVersion }) => [id, retractedVersion])).toEqual(
      goes.map((id) => [id, retraction.version]),
    )
    expect(published(log)).toEqual(expected(log))
    expect(await stored(log)).toEqual(expected(log))
    await projector.stop()
  })

  it('publishes a retraction that was stored but not published before a crash', async () => {
    const { log, retraction, goes } = retractedLog(32)
    await project(log.events.slice(0, retraction.version - 1))
    const cut = await world.connect().createProducer()
    await cut.stop()
    const rest = log.events.slice(retraction.version - 1)
    await expect(projectBatch({ pool: world.pool, producer: cut }, rest)).rejects.toThrow(ViewsUndelivered)
    expect(await stored(log)).toEqual(expected(log))

    expect(await project(rest)).toMatchObject({ seen: rest.length, fresh: [] })
    await until('the retraction is published', isPublished(log))
    expect(published(log)).toEqual(expected(log))
    expect(bidViews(log).filter(({ retractedVersion }) => retractedVersion !== null)).toHaveLength(goes.length)
  })

  it('gives the same views of retracted bids when two of them have the same events at once', async () => {
    const logs = [33, 34, 35].map((number) => retractedLog(number).log)
    const run = async (size: number) => {
      for (let from = 0; from < 10; from += size) {
        await project(logs.flatMap(({ events }) => events.slice(from, from + size)))
      }
    }
    await Promise.all([run(1), run(2), run(3), run(10)])
    for (const log of logs) {
      await until('all is published', isPublished(log))
      expect(await stored(log)).toEqual(expected(log))
      expect(published(log)).toEqual(expected(log))
    }
  })

  it('leaves a retracted bid as retracted in the topic when the one that retracted it was faster', async () => {
    for (const isSeen of [false, true]) {
      const { log, retraction, goes } = retractedLog(isSeen ? 37 : 36)
      const before = log.events.slice(0, retraction.version - 1)
      if (isSeen) await project(before)
      let isDelayed = true
      // The first is about to publish the bids, new ones or seen ones, as they were before the other one retracts them.
      const delayed: MessageProducer = {
        async send(messages) {
          if (isDelayed) {
            isDelayed = false
            await project(log.events)
          }
          await world.producer.send(messages)
        },
        stop: async () => undefined,
      }
      await projectBatch({ pool: world.pool, producer: delayed }, before)
      // All that was ever told of them as standing is read, and so is what set it right.
      const standing = () =>
        bidViews(log).filter(({ id, retractedVersion }) => goes.includes(id) && retractedVersion === null)
      await until('what is out of date is read', () => standing().length === goes.length * (isSeen ? 2 : 1))
      await until('the newest is the last', isPublished(log))
      expect(published(log)).toEqual(expected(log))
      expect(await stored(log)).toEqual(expected(log))
    }
  })

  it('stores nothing of a batch with a gap', async () => {
    const log = liveLog(40, 3, 2)
    await expect(project(log.events.filter(({ version }) => version !== 4))).rejects.toThrow(MissingEvents)
    expect(await stored(log)).toEqual({ lot: undefined, bids: [] })
  })
})

describe('a log that is broken', () => {
  let own: World
  beforeAll(async () => {
    own = await createWorld()
  })
  afterAll(() => own.drop())

  it('puts aside what cannot be read, and ends the service at the gap instead of passing over it', async () => {
    const log = liveLog(50, 3, 2)
    const projector = await own.startProjector({ maxAttempts: 2 })
    const version = async () => (await loadLots(own.pool, [log.auctionId])).get(log.auctionId)?.view.version
    await own.append(log.events.slice(0, 2))
    await until('the beginning is stored', async () => (await version()) === 2)
    await own.producer.send([
      { topic: topicNames.auctionEvents, key: log.auctionId, value: Buffer.from('no JSON'), headers: {} },
    ])
    await own.append(log.events.slice(3))
    expect(await projector.failed).toBeInstanceOf(MissingEvents)
    expect(await version()).toBe(2)
    await projector.stop()
  })
})
