import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createFakeClock } from '../../test/fakeClock.ts'
import { firstBid, history } from '../../test/lots.ts'
import { type ScriptedLot, scriptedLot, scripts } from '../../test/scriptedLot.ts'
import { eventsIn, viewOf } from '../../test/sseClient.ts'
import { publicLot } from '../auction/publicLot.ts'
import { firstEvent, shownBids } from './firstEvent.ts'
import { createHall } from './hall.ts'
import { createLotTimeline } from './lotTimeline.ts'
import type { Viewer } from './viewer.ts'

/** The hall of a lot, and viewers who keep what they are sent; a write takes `writeMs`. */
function hallOf(lot: Pick<ScriptedLot, 'lotAt' | 'lots' | 'bids'>, writeMs: number) {
  const clock = createFakeClock()
  const timeline = createLotTimeline({ lot: lot.lotAt(firstBid - 1), recent: [], complete: true })
  const hall = createHall(timeline.current(), timeline.recentBids, clock)
  for (const view of lot.bids) if (view.type === 'bid.view') timeline.offerBid(view.data)
  return {
    clock,
    hall,
    /** The lot's next version, or several at once. */
    show(version: number): void {
      timeline.offerLot(lot.lotAt(version))
      for (let step = timeline.advance(); step !== undefined; step = timeline.advance()) hall.show(step)
    },
    enter(lastEventId?: number) {
      const parts: string[] = []
      const sentAtMs: number[] = []
      const viewer: Viewer = {
        begin: () => undefined,
        isOpen: () => true,
        end: () => undefined,
        send({ text }) {
          clock.spend(writeMs)
          sentAtMs.push(clock.nowMs())
          parts.push(text.toString())
        },
      }
      const first = firstEvent(timeline, lastEventId, [])
      const leave = hall.enter(viewer, first, Math.max(lastEventId ?? 0, timeline.current().version))
      return { leave, sentAtMs, events: () => eventsIn(parts.join('')), writes: () => parts.length }
    },
  }
}

const down = (from: number, to: number): number[] => Array.from({ length: from - to + 1 }, (_, index) => from - index)
const plain = (versions: number): ScriptedLot =>
  scriptedLot(
    1,
    Array.from({ length: versions }, () => 'bid' as const),
  )

describe('the viewers of a lot', () => {
  it('see each bid at once when they are few, and no timer runs', () => {
    const lot = plain(30)
    const { clock, enter, show } = hallOf(lot, 0.01)
    const viewers = [enter(), enter(), enter()]
    clock.pass(5_000)
    for (let version = firstBid; version <= lot.last; version += 1) {
      show(version)
      for (const viewer of viewers) expect(viewer.events().lots.at(-1)?.id).toBe(version)
      expect(clock.pending()).toBe(0)
    }
  })

  it('see each bid once when they are many: in fewer events, and soon', () => {
    const lot = plain(200)
    const { clock, enter, show } = hallOf(lot, 0.02)
    const viewers = Array.from({ length: 1_000 }, () => enter())
    clock.pass(5_000)
    for (let version = firstBid; version <= lot.last; version += 1) {
      show(version)
      clock.pass(10)
    }
    clock.pass(50)
    for (const { events, sentAtMs } of viewers) {
      const { lots } = events()
      expect(viewOf(lots).bids).toEqual(down(lot.last, firstBid))
      expect(viewOf(lots).lot).toEqual(publicLot(lot.lotAt(lot.last)))
      expect(lots.length).toBeLessThan(110)
      const steady = sentAtMs.slice(-40)
      expect(Math.max(...steady.slice(1).map((atMs, index) => atMs - (steady[index] ?? 0)))).toBeLessThan(50)
    }
  })

  it('share one buffer', () => {
    const lot = plain(2)
    const { hall, show, clock } = hallOf(lot, 0)
    const frames = new Set<unknown>()
    const viewer = (): Viewer => ({
      begin: () => undefined,
      isOpen: () => true,
      end: () => undefined,
      send: (frame) => frames.add(frame),
    })
    for (let count = 0; count < 600; count += 1) hall.enter(viewer(), undefined, firstBid - 1)
    clock.pass(5_000)
    frames.clear()
    show(firstBid)
    clock.pass(100)
    expect(frames.size).toBe(1)
  })

  it('are told how many they are, in the same write as what happens', () => {
    const lot = plain(5)
    const { enter, show, clock } = hallOf(lot, 0.01)
    const one = enter()
    expect(one.events().viewers).toEqual([1])
    clock.pass(1_000)
    const other = enter()
    expect([one.events().viewers, other.events().viewers]).toEqual([[1], [2]])
    // No sooner than 2 s after the last time, and nothing else is needed for it.
    clock.pass(999)
    expect(one.events().viewers).toEqual([1])
    clock.pass(1)
    expect(one.events().viewers).toEqual([1, 2])
    other.leave()
    clock.spend(2_000)
    const writes = one.writes()
    show(firstBid)
    expect(one.events().viewers).toEqual([1, 2, 1])
    expect(one.writes()).toBe(writes + 1)
  })

  it('are sent what waits when the service stops', () => {
    const lot = plain(20)
    const { enter, show, hall, clock } = hallOf(lot, 0.05)
    const viewers = Array.from({ length: 300 }, () => enter())
    for (let version = firstBid; version <= lot.last; version += 1) show(version)
    expect(viewers.some(({ events }) => events().lots.at(-1)?.id !== lot.last)).toBe(true)
    hall.flush()
    hall.stop()
    for (const { events } of viewers) expect(viewOf(events().lots).bids).toEqual(down(lot.last, firstBid))
    expect(clock.pending()).toBe(0)
  })

  it('get a snapshot when the lot goes on elsewhere', () => {
    const lot = history(1)
    const { enter, hall, clock } = hallOf({ ...lot, lots: [], bids: [] }, 0.05)
    const viewers = Array.from({ length: 50 }, () => enter())
    clock.pass(5_000)
    hall.restart(lot.lotAt(400))
    clock.pass(100)
    for (const { events } of viewers) expect(events().lots.at(-1)).toMatchObject({ id: 400, event: 'snapshot' })
  })
})

it('whoever comes and goes, whatever he has, and however time passes: each ends with the same lot, nothing twice', () => {
  const action = fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('step' as const), by: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 30 }) }) },
    // Some have the lot from an instance that is ahead of this one.
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('enter' as const), ahead: fc.option(fc.integer({ min: -9, max: 5 })) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), who: fc.nat(50) }) },
  )
  fc.assert(
    fc.property(scripts, fc.array(action, { maxLength: 80 }), (script, actions) => {
      const lot = scriptedLot(1, script)
      // So dear that twenty viewers are many.
      const { clock, enter, show } = hallOf(lot, 0.05)
      let version = firstBid - 1
      let viewers: { from: number; one: ReturnType<typeof enter> }[] = []
      for (const what of actions) {
        if (what.do === 'pass') clock.pass(what.ms)
        else if (what.do === 'leave') {
          viewers[what.who]?.one.leave()
          viewers = viewers.filter((_, index) => index !== what.who)
        } else if (what.do === 'step') {
          version = Math.min(lot.last, version + what.by)
          show(version)
        } else {
          const from = what.ahead === null ? undefined : Math.min(lot.last, Math.max(1, version + what.ahead))
          viewers.push({ from: from ?? 0, one: enter(from) })
        }
      }
      show(lot.last)
      clock.pass(10_000)
      expect(clock.pending()).toBe(0)
      for (const { from, one } of viewers) {
        const { lots } = one.events()
        const ids = lots.map(({ id }) => id)
        expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b))
        if (from < lot.last) expect(ids.at(-1)).toBe(lot.last)
        const isReplaced = lots.some(({ event }) => event === 'snapshot')
        const all = lot.bidsAt(lot.last).map((bid) => bid.version)
        const seen = viewOf(lots).bids
        if (isReplaced) expect(seen.slice(0, shownBids)).toEqual(all.slice(0, shownBids))
        else expect(seen).toEqual(all.filter((bid) => bid > from))
        const shown = { ...publicLot(lot.lotAt(from)), ...viewOf(lots).lot }
        if (from < lot.last) expect(shown).toEqual(publicLot(lot.lotAt(lot.last)))
      }
    }),
  )
})
