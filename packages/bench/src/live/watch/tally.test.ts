import { expect, it } from '@jest/globals'
import { createTally } from './tally.ts'

/** Two viewers who have seen version 2, and when the bids of versions 3 to 5 were sent. */
const sent = { bids: [3, 4, 5].map((version): [number, number] => [version, version * 10]), until: 5 }
function begun() {
  const tally = createTally(2, 10)
  for (const viewer of [0, 1]) expect(tally.saw(viewer, { first: 3, last: 2 }, 500, 1)).toBe(true)
  return tally
}

it('reckons from when each bid was sent to when each viewer had it', () => {
  const tally = begun()
  tally.saw(0, { first: 3, last: 5 }, 900, 60)
  tally.saw(1, { first: 3, last: 4 }, 700, 50)
  expect(tally.haveAll(5)).toBe(false)
  tally.saw(1, { first: 5, last: 5 }, 400, 70)
  expect(tally.haveAll(5)).toBe(true)
  const { latencyMs, ...rest } = tally.result(sent)
  expect(rest).toEqual({ viewers: 2, wrong: 0, events: 3, eventBytes: 700 })
  // 30, 20, 10 of the one, 20, 10, 20 of the other.
  expect(latencyMs.p50).toBeCloseTo(20, 1)
  expect(latencyMs.p95).toBeCloseTo(30, 1)
})

it('leaves out bids that do not count', () => {
  const tally = begun()
  for (const viewer of [0, 1]) {
    tally.saw(viewer, { first: 3, last: 3 }, 400, 5_000)
    tally.saw(viewer, { first: 4, last: 5 }, 600, 55)
  }
  const { latencyMs, events } = tally.result({ ...sent, bids: sent.bids.slice(1) })
  expect(events).toBe(2)
  expect(latencyMs.p99).toBeCloseTo(15, 1)
})

it.each([
  ['lost', [[4, 5]], 'bids from version 4 on came to one who had 2'],
  [
    'seen twice',
    [
      [3, 4],
      [4, 5],
    ],
    'bids from version 4 on came to one who had 4',
  ],
  ['missing at the end', [[3, 4]], 'one ended with version 4 of 5'],
])('a bid that was %s is noticed', (_how, events, reason) => {
  const tally = begun()
  tally.saw(0, { first: 3, last: 5 }, 900, 60)
  for (const [first = 0, last = 0] of events) tally.saw(1, { first, last }, 400, 60)
  expect(tally.result(sent)).toMatchObject({ wrong: 1, reason })
})

it('a viewer whose connection broke holds nobody up', () => {
  const tally = begun()
  tally.saw(0, { first: 3, last: 5 }, 900, 60)
  tally.broke(1, 'the server hung up')
  expect(tally.haveAll(5)).toBe(true)
  expect(tally.result(sent)).toMatchObject({ wrong: 1, reason: 'the server hung up' })
})
