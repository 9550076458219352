import { incrementTable, leastNextBid } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import { incrementTables } from './increments.ts'
import { placeBid } from './placeBid.ts'
import { bob, carol, command, duringMs, nobody, openLot, play } from './scenario.fixture.ts'

describe('the named increment tables', () => {
  it.each(Object.entries(incrementTables))('%s is a table', (_, table) => {
    expect(incrementTable.safeParse(table).success).toBe(true)
  })

  it.each([
    ['any', 12_345, 12_346],
    ['usd', 99, 104],
    ['usd', 100, 125],
    ['usd', 500_000, 510_000],
    ['jpy', 999, 1_009],
    ['jpy', 50_000, 51_000],
    ['krw', 9_999, 10_099],
    ['krw', 10_000, 11_000],
    ['krw', 500_000, 510_000],
  ] as const)('%s above %d asks for %d', (name, price, least) => {
    expect(leastNextBid(incrementTables[name], 1, price)).toBe(least)
  })
})

describe('a table of a lot’s own', () => {
  const increments = [
    { from: 0, step: 10 },
    { from: 1_050, step: 300 },
  ]

  it.each([
    ['below the edge', 1_049, 1_059],
    ['at the edge', 1_050, 1_350],
    ['far above the last edge', 900_000, 900_300],
  ])('%s', (_, price, least) => {
    const { lot, answers } = play(openLot({ increments }), [[bob, 'exact', price]])
    expect(answers).toMatchObject([{ price, minimumBid: least }])
    const short = command({ bidder: carol, amount: least - 1 })
    expect(placeBid(lot, short, duringMs, nobody)).toMatchObject({ refusal: { code: 'low_bid', minimumBid: least } })
    expect(placeBid(lot, command({ bidder: carol, amount: least }), duringMs, nobody).accepted).toBe(true)
  })

  it('gives the step of the beaten maximum, not of the price', () => {
    const { lot } = play(openLot({ increments }), [
      [bob, 'max', 1_050],
      [carol, 'max', 5_000],
    ])
    expect(lot).toMatchObject({ price: 1_350 })
    expect(play(lot, [[bob, 'max', 2_000]]).lot).toMatchObject({ price: 2_300, lead: { bidder: carol } })
  })

  it('is frozen into the lot: two lots side by side keep their own', () => {
    const [own, any] = [openLot({ increments }), openLot()].map((lot) => play(lot, [[bob, 'exact', 2_000]]).answers)
    expect([own, any]).toMatchObject([[{ minimumBid: 2_300 }], [{ minimumBid: 2_001 }]])
    expect(openLot({ increments }).terms.increments).toEqual(increments)
  })
})
