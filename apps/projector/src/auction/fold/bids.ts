import type { FactData } from '@gavel/event-contracts'
import { aliased, introduced } from './aliases.ts'
import { priced } from './prices.ts'
import type { LotProjection } from './projection.ts'

/** `bidCount` is the length of the list that people see: the house's answers and purchases stand in it too. */
export function withBid(lot: LotProjection, { bidder, price, leads }: FactData<'bid.placed'>): LotProjection {
  const known = introduced(lot, bidder)
  return priced(known, {
    price,
    bidCount: lot.view.bidCount + 1,
    leader: leads ? aliased(known, bidder) : lot.view.leader,
  })
}

export function withoutBids(lot: LotProjection, { bidIds, price, leader }: FactData<'bid.retracted'>): LotProjection {
  return priced(lot, {
    price: price ?? lot.view.startingPrice,
    retractedCount: lot.view.retractedCount + bidIds.length,
    leader: leader === null ? null : aliased(lot, leader.bidder),
  })
}
