import type { AuctionCommandMessage, AuctionEvent } from '@gavel/event-contracts'
import { auctionCommandFromWire } from '@gavel/event-contracts'
import type { OutgoingMessage } from '@gavel/messaging'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { applyChanges } from '../src/timetable/applyChanges.ts'
import { foldChanges } from '../src/timetable/entryChanges.ts'
import { atSecond, lot, msAtSecond } from './lots.ts'
import { createWorld, pendingKinds, schedulerAt, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await createWorld({ topics: false })
})
afterEach(() => world.stop())

const apply = (...events: AuctionEvent[]) => applyChanges(world.pool, foldChanges(events))

/** A scheduler at `second`, and what it has sent: what matters here is when, not through what. */
function start(second: number) {
  const sent: AuctionCommandMessage[] = []
  const send = async (messages: readonly OutgoingMessage[]) => {
    sent.push(...messages.map(auctionCommandFromWire))
  }
  const scheduler = schedulerAt(msAtSecond(second), { pool: world.pool, send, batchSize: 7 })
  const told = () => sent.map(({ type, data }) => [type, data.auctionId, data.dueAt])
  return { scheduler, sent, told }
}

describe('an end that moved', () => {
  it('is commanded at once when it comes, however often the old one was commanded in vain', async () => {
    const { auctionId, listed, opened, extended } = lot({ endsAt: atSecond(60) })
    await apply(listed, opened(2))
    const { scheduler, told } = start(60)
    // The decider refuses each with not_due: it knows of the extension, the timetable does not yet.
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await scheduler.sendDue()
      scheduler.advance(60_000)
    }
    expect(told()).toEqual(Array.from({ length: 8 }, () => ['auction.close', auctionId, atSecond(60)]))

    await apply(extended(4, atSecond(600)))
    scheduler.advance(59_999)
    await scheduler.sendDue()
    expect(told()).toHaveLength(8)
    scheduler.advance(1)
    await scheduler.sendDue()
    expect(told().slice(8)).toEqual([['auction.close', auctionId, atSecond(600)]])
    // The back-off begins anew as well.
    scheduler.advance(2_000)
    await scheduler.sendDue()
    expect(told()).toHaveLength(10)
  })

  it('is not moved back by a revision of the open lot, nor is the opening commanded again', async () => {
    const { auctionId, listed, opened, extended, revised } = lot({ endsAt: atSecond(60) })
    await apply(listed, opened(2))
    await apply(extended(4, atSecond(90)))
    await apply(revised(5, { endsAt: atSecond(90) }))
    const { scheduler, told } = start(89.999)
    await scheduler.sendDue()
    expect(told()).toEqual([])
    scheduler.advance(1)
    await scheduler.sendDue()
    expect(told()).toEqual([['auction.close', auctionId, atSecond(90)]])
  })

  it('is not thrown back by a claim of the old one that is given back', async () => {
    const { auctionId, listed, opened, extended } = lot({ endsAt: atSecond(60) })
    await apply(listed, opened(2))
    const failing = schedulerAt(msAtSecond(60), {
      pool: world.pool,
      async send() {
        await apply(extended(4, atSecond(60.5)))
        throw new Error('Kafka is away')
      },
    })
    await expect(failing.sendDue()).rejects.toThrow('Kafka is away')
    const { scheduler, told } = start(60.5)
    await scheduler.sendDue()
    expect(told()).toEqual([['auction.close', auctionId, atSecond(60.5)]])
  })

  it('after an hour away is in its place in the order', async () => {
    const lots = Array.from({ length: 60 }, (_, index) => {
      const one = lot({ endsAt: atSecond(100 + ((index * 17) % 60)) })
      const movedTo = index % 3 === 0 ? atSecond(120 + index) : undefined
      return { ...one, movedTo, dueAt: movedTo ?? atSecond(100 + ((index * 17) % 60)) }
    })
    await apply(...lots.flatMap(({ listed, opened }) => [listed, opened(2)]))
    // What was extended while the scheduler was away: its consumer catches up before or after its first ticks.
    const moved = lots.flatMap(({ movedTo, extended }) => (movedTo === undefined ? [] : [extended(4, movedTo)]))
    expect(moved).toHaveLength(20)
    await apply(...moved.toReversed())
    const { scheduler, sent, told } = start(3_600)
    await scheduler.sendDue()
    const dueTimes = sent.map(({ data }) => data.dueAt)
    expect(dueTimes).toEqual(dueTimes.toSorted())
    expect(new Set(told())).toEqual(
      new Set(lots.map(({ auctionId, dueAt }) => ['auction.close', auctionId, dueAt] as const)),
    )
    expect(told()).toHaveLength(60)
    await scheduler.sendDue()
    expect(told()).toHaveLength(60)
  })
})

describe('a lot that is revised before it opens', () => {
  it('opens and closes at its new times, earlier or later', async () => {
    const { auctionId, listed, revised, opened } = lot({ startsAt: atSecond(50), endsAt: atSecond(100) })
    await apply(listed)
    await apply(revised(2, { startsAt: atSecond(10), endsAt: atSecond(300) }))
    const { scheduler, told } = start(10)
    await scheduler.sendDue()
    await apply(opened(3))
    scheduler.advance(200_000)
    await scheduler.sendDue()
    expect(told()).toEqual([['auction.open', auctionId, atSecond(10)]])
    scheduler.advance(90_000)
    await scheduler.sendDue()
    expect(told().slice(1)).toEqual([['auction.close', auctionId, atSecond(300)]])
  })

  it('has nothing more to do when it is cancelled', async () => {
    const { auctionId, listed, revised, cancelled } = lot()
    await apply(listed, revised(2))
    await apply(cancelled(3))
    expect(await pendingKinds(world.pool, auctionId)).toEqual([])
  })
})

describe('an offer', () => {
  it('lapses at its deadline, again and again until that is answered, one by one', async () => {
    const { auctionId, listed, opened, closed, offer } = lot()
    const [first, second] = [offer(atSecond(500)), offer(atSecond(900))]
    await apply(listed, opened(2), closed(3), first.made(4))
    const { scheduler, sent } = start(499.999)
    await scheduler.sendDue()
    expect(sent).toEqual([])
    scheduler.advance(1)
    await scheduler.sendDue()
    scheduler.advance(2_000)
    await scheduler.sendDue()
    const lapse = (offerId: string, dueAt: string) => ({ type: 'offer.lapse', data: { auctionId, offerId, dueAt } })
    expect(sent).toMatchObject([lapse(first.offerId, atSecond(500)), lapse(first.offerId, atSecond(500))])
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1)

    await apply(first.lapsed(5), second.made(6))
    scheduler.advance(398_000)
    await scheduler.sendDue()
    expect(sent.slice(2)).toMatchObject([lapse(second.offerId, atSecond(900))])
  })

  it('that was accepted never lapses', async () => {
    const { auctionId, listed, opened, closed, offer } = lot()
    const { made, accepted } = offer(atSecond(500))
    await apply(listed, opened(2), closed(3), made(4))
    await apply(accepted(5))
    expect(await pendingKinds(world.pool, auctionId)).toEqual([])
    const { scheduler, sent } = start(1_000)
    await scheduler.sendDue()
    expect(sent).toEqual([])
  })
})
