import { describe, expect, it } from '@jest/globals'
import { type AuctionLog, atSecond, bidder, placedBy } from '../../../test/auctionLog.ts'
import { fold, openLot, viewOf } from '../../../test/folding.ts'

const offerId = '00000000-0000-7000-8000-0000000000aa'
const expiresAt = atSecond(200_000)
const offer = (log: AuctionLog, changes: { kind?: 'second_chance' | 'below_reserve'; to?: number } = {}) => {
  const { kind = 'second_chance', to = 1 } = changes
  return log.add({ type: 'offer.made', data: { offerId, kind, to: bidder(to), price: 1_000, expiresAt } })
}

/** Bidder 1 was outbid by bidder 2, who did not pay. */
function failedSale(): AuctionLog {
  const log = openLot()
  log.bid(bidder(1), 1_000)
  const { bidId } = placedBy(log.bid(bidder(2), 6_000))
  log.sold(bidder(2), bidId, 6_000)
  log.add({ type: 'sale.failed', data: { saleId: bidId, reason: 'declined', by: 'buyer' } })
  return log
}

describe('an offer', () => {
  it('waits for its answer; the failed sale still stands beside it', () => {
    const log = failedSale()
    offer(log)
    expect(viewOf(log)).toMatchObject({
      offer: {
        offerId,
        kind: 'second_chance',
        to: { ...bidder(1), alias: 1 },
        price: 1_000,
        expiresAt,
        madeAt: atSecond(7),
      },
      sale: { failed: true, price: 6_000 },
    })
  })

  it('that is accepted is a sale of its own; what the auction came to stays', () => {
    const log = failedSale()
    const { price, leader, outcome, endedAt } = viewOf(log)
    offer(log)
    log.add({ type: 'offer.accepted', data: { offerId } })
    expect(viewOf(log)).toMatchObject({
      offer: null,
      sale: { saleId: offerId, via: 'offer', buyer: { ...bidder(1), alias: 1 }, price: 1_000, failed: false },
      price,
      leader,
      outcome,
      endedAt,
    })
  })

  it('that lapses leaves the lot as it was', () => {
    const log = failedSale()
    const before = viewOf(log)
    offer(log)
    log.add({ type: 'offer.lapsed', data: { offerId, reason: 'expired' } })
    expect(viewOf(log)).toEqual({ ...before, version: 8, updatedAt: atSecond(8) })
  })

  it('goes to the highest bidder of a lot below its reserve', () => {
    const log = openLot({ reservePrice: 5_000 })
    const { bidId } = placedBy(log.bid(bidder(1), 1_000))
    const data = { outcome: 'reserve_not_met' as const, highestBidder: bidder(1), bidId, price: 1_000 }
    log.add({ type: 'auction.closed', data })
    offer(log, { kind: 'below_reserve' })
    expect(viewOf(log)).toMatchObject({ offer: { kind: 'below_reserve' }, sale: null })
    log.add({ type: 'offer.accepted', data: { offerId } })
    expect(viewOf(log)).toMatchObject({ outcome: 'reserve_not_met', offer: null, sale: { via: 'offer', price: 1_000 } })
  })

  it('whose sale fails too leaves that sale as failed', () => {
    const log = failedSale()
    offer(log)
    log.add({ type: 'offer.accepted', data: { offerId } })
    log.add({ type: 'sale.failed', data: { saleId: offerId, reason: 'unpaid', by: 'administrator' } })
    expect(viewOf(log).sale).toMatchObject({ saleId: offerId, via: 'offer', failed: true })
  })
})

describe('a broken log', () => {
  it('has an offer accepted that was not made, or made to somebody who never bid', () => {
    const accepted = failedSale()
    accepted.add({ type: 'offer.accepted', data: { offerId } })
    expect(() => fold(accepted.events)).toThrow('was not made')
    const unknown = failedSale()
    offer(unknown, { to: 9 })
    expect(() => fold(unknown.events)).toThrow('has no alias')
  })
})
