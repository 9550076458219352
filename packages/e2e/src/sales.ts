import { expect } from '@jest/globals'
import { foldLog, statesOf } from './fold.ts'
import { bidsIn, type Logged } from './log.ts'

/**
 * 4: one ending, at most one winner, and he had the highest maximum, the earliest on a tie; 6: nothing below the reserve
 * is sold, but by an offer; 7: he pays no more than his maximum and no less than anybody else's.
 */
export function checkEnding(log: readonly Logged[]): void {
  const endings = log.filter(
    ({ type }) => type === 'auction.closed' || type === 'auction.bought_now' || type === 'auction.cancelled',
  )
  expect(endings.length).toBeLessThanOrEqual(1)
  const [ending] = endings
  const { terms } = foldLog(log)
  const reserve = terms.reservePrice ?? 0
  if (ending?.type === 'auction.bought_now') {
    expect(ending.data.price).toBe(terms.buyNowPrice)
    expect(ending.data.price).toBeGreaterThanOrEqual(reserve)
  }
  if (ending?.type !== 'auction.closed') return

  const standing = bidsIn(log).filter(({ auto, retracted }) => !auto && !retracted)
  // A stable sort: who went there first stays first.
  const [highest] = standing.toSorted((one, other) => other.maximum - one.maximum)
  if (highest === undefined) {
    expect(ending.data).toEqual({ outcome: 'no_bids' })
    return
  }
  const isSold = highest.maximum >= reserve
  expect(ending.data).toMatchObject(
    isSold
      ? { outcome: 'sold', winner: { id: highest.bidderId }, bidId: highest.bidId }
      : { outcome: 'reserve_not_met', highestBidder: { id: highest.bidderId }, bidId: highest.bidId },
  )
  if (ending.data.outcome !== 'sold') return
  const { price } = ending.data
  const others = standing.filter(({ bidderId }) => bidderId !== highest.bidderId).map(({ maximum }) => maximum)
  expect(price).toBeLessThanOrEqual(highest.maximum)
  expect(price).toBeGreaterThanOrEqual(Math.max(0, reserve, ...others))
}

/** Each sale is told once, by `auction.sold` directly after what brought it about, and nothing else is. */
export function checkSales(log: readonly Logged[]): void {
  const states = statesOf(log)
  const expected = log.flatMap((event, index) => {
    const sale = states[index]?.sale
    const isSale =
      event.type === 'auction.bought_now' ||
      event.type === 'offer.accepted' ||
      (event.type === 'auction.closed' && event.data.outcome === 'sold')
    if (!isSale || !sale) return []
    const { saleId, price, via, buyerId } = sale
    return [{ version: event.version + 1, saleId, price, via, buyerId }]
  })
  const told = log.flatMap((event) => {
    if (event.type !== 'auction.sold') return []
    const { saleId, price, via, buyer } = event.data
    return [{ version: event.version, saleId, price, via, buyerId: buyer.id }]
  })
  expect(told).toEqual(expected)
}
