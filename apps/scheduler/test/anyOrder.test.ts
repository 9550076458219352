import type { AuctionEvent } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { applyChanges } from '../src/timetable/applyChanges.ts'
import { foldChanges } from '../src/timetable/entryChanges.ts'
import { atSecond, lot } from './lots.ts'
import { createWorld, entriesOf, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ topics: false })
})
afterAll(() => world.stop())

/** What is on the timetable when a lot's events come once and in order: a second fold, by hand. */
type Expected = { pending: Map<string, string>; done: Set<string> }

const secondsFrom = (least: number) => fc.integer({ min: least, max: least + 1_000 })

/** A lot's life, as command-api could have written it, and what is left to do after it. */
const life = fc
  .record({
    revisions: fc.array(fc.record({ start: secondsFrom(0), end: secondsFrom(2_000) }), { maxLength: 3 }),
    opens: fc.boolean(),
    whileOpen: fc.array(fc.constantFrom('bid', 'extended', 'described', 'retracted'), { maxLength: 8 }),
    ends: fc.constantFrom('not', 'closed', 'bought', 'cancelled'),
    offers: fc.array(fc.constantFrom('open', 'accepted', 'lapsed'), { maxLength: 3 }),
  })
  .map(({ revisions, opens, whileOpen, ends, offers }) => {
    const one = lot({ startsAt: atSecond(0), endsAt: atSecond(2_000) })
    const events: AuctionEvent[] = [one.listed]
    const next = () => events.length + 1
    let times = { startsAt: atSecond(0), endsAt: atSecond(2_000) }
    let closesAt = times.endsAt
    for (const { start, end } of revisions) {
      times = { startsAt: atSecond(start), endsAt: atSecond(end) }
      closesAt = times.endsAt
      events.push(one.revised(next(), times))
    }
    if (opens) {
      events.push(one.opened(next()))
      for (const what of whileOpen) {
        if (what === 'bid') events.push(one.bid(next()))
        if (what === 'retracted') events.push(one.retracted(next()))
        if (what === 'described') events.push(one.revised(next(), { ...times, endsAt: closesAt }))
        if (what === 'extended') {
          closesAt = new Date(Date.parse(closesAt) + 30_000).toISOString()
          events.push(one.extended(next(), closesAt))
        }
      }
    }
    const expected: Expected = { pending: new Map(), done: new Set() }
    const put = (kind: string, dueAt: string | null) => {
      if (dueAt === null) expected.done.add(kind)
      else expected.pending.set(kind, dueAt)
    }
    put('open', opens || ends !== 'not' ? null : times.startsAt)
    put('close', ends === 'not' ? closesAt : null)
    if (ends === 'closed') events.push(one.closed(next()), one.sold(next() + 1))
    if (ends === 'bought') events.push(one.boughtNow(next()), one.sold(next() + 1))
    if (ends === 'cancelled') events.push(one.cancelled(next()))
    if (ends === 'closed') {
      for (const [index, fate] of offers.entries()) {
        const offer = one.offer(atSecond(9_000 + index))
        events.push(offer.made(next()))
        if (fate === 'accepted') events.push(offer.accepted(next()))
        if (fate === 'lapsed') events.push(offer.lapsed(next()))
        put(`lapse ${offer.offerId}`, fate === 'open' ? atSecond(9_000 + index) : null)
      }
    }
    return { auctionId: one.auctionId, events, expected }
  })

/** Each event comes once or more, in any order, cut into batches anywhere. */
const delivered = life.chain(({ auctionId, events, expected }) =>
  fc
    .tuple(
      fc.shuffledSubarray(events, { minLength: events.length }),
      fc.shuffledSubarray(events),
      fc.integer({ min: 1, max: 5 }),
    )
    .map(([all, again, batchSize]) => ({ auctionId, expected, all, again, batchSize })),
)

describe('the timetable', () => {
  it('comes out the same in whatever order, how often and in which batches the events come', async () => {
    await fc.assert(
      fc.asyncProperty(delivered, async ({ auctionId, expected, all, again, batchSize }) => {
        const sequence = [...all, ...again]
        for (let from = 0; from < sequence.length; from += batchSize) {
          await applyChanges(world.pool, foldChanges(sequence.slice(from, from + batchSize)))
        }
        const entries = await entriesOf(world.pool, auctionId)
        const nameOf = (entry: (typeof entries)[number]) =>
          entry.kind === 'lapse' ? `lapse ${entry.subject_id}` : entry.kind
        const pending = entries.filter(({ done }) => !done)
        expect(new Map(pending.map((entry) => [nameOf(entry), entry.due_at?.toISOString()]))).toEqual(expected.pending)
        // The next attempt is at the due time that counts, not at one that was overtaken.
        expect(pending.map(({ next_attempt_at }) => next_attempt_at)).toEqual(pending.map(({ due_at }) => due_at))
        expect(new Set(entries.filter(({ done }) => done).map(nameOf))).toEqual(expected.done)
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})
