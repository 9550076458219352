import { describe, expect, it } from '@jest/globals'
import { firstBid, history } from '../../test/lots.ts'
import { firstEvent, replayMax } from './firstEvent.ts'
import { createLotTimeline } from './lotTimeline.ts'

const some = history(1)
const bids = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => some.bidAt(from + index))

/** At `version`, remembering the bids after `rememberedAfter`. */
const timeline = (version: number, rememberedAfter: number) =>
  createLotTimeline({
    lot: some.lotAt(version),
    recent: bids(Math.max(firstBid, rememberedAfter + 1), version).toReversed(),
    complete: rememberedAfter < firstBid,
  })

const sent = (...parameters: Parameters<typeof firstEvent>) => {
  const text = firstEvent(...parameters)?.text.toString() ?? ''
  const name = /^event: (\w+)$/m.exec(text)?.[1]
  return { name, versions: [...text.matchAll(/"version":(\d+)\}(?=[,\]])/g)].map(([, version]) => Number(version)) }
}
const down = (from: number, to: number): number[] => Array.from({ length: from - to + 1 }, (_, index) => from - index)

describe('the first event', () => {
  it('shows a newcomer the latest bids', () => {
    expect(sent(timeline(50, 0), undefined, [])).toEqual({ name: 'lot', versions: down(50, 31) })
  })

  it('is none for whom has all, or more than this instance', () => {
    expect(firstEvent(timeline(50, 0), 50, [])).toBeUndefined()
    expect(firstEvent(timeline(50, 0), 60, [])).toBeUndefined()
  })

  it('takes what is remembered from memory', () => {
    expect(sent(timeline(50, 40), 42, [])).toEqual({ name: 'lot', versions: down(50, 43) })
    expect(sent(timeline(50, 40), 40, [])).toEqual({ name: 'lot', versions: down(50, 41) })
  })

  it('takes what is not from the store, wherever the two overlap', () => {
    for (const stored of [40, 45, 50, 55])
      expect(sent(timeline(50, 40), 20, bids(21, stored))).toEqual({ name: 'lot', versions: down(50, 21) })
  })

  it('is a snapshot when the store does not reach up to what is remembered', () => {
    expect(sent(timeline(50, 40), 20, bids(21, 39))).toEqual({ name: 'snapshot', versions: down(50, 41) })
    expect(sent(timeline(50, 40), 20, [])).toEqual({ name: 'snapshot', versions: down(50, 41) })
  })

  it('is a snapshot when too much was missed', () => {
    const many = timeline(1_000, 900)
    expect(sent(many, 3, bids(4, 4 + replayMax))).toEqual({ name: 'snapshot', versions: down(1_000, 981) })
  })
})
