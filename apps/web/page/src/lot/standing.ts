import type { MyBid, PublicLot } from '../api/lot.ts'

/** How whoever looks stands in a lot. */
export type Standing = 'none' | 'leading' | 'leading_reserve_not_met' | 'outbid' | 'won' | 'lost'

type Led = Pick<PublicLot, 'status' | 'leader' | 'hasReserve' | 'reserveMet' | 'sale' | 'version' | 'outcome'>

/** From the lot as it is followed live and what one knows of oneself: the stream is the same for all, aliases tell. */
export function standingOf(lot: Led, mine: MyBid): Standing {
  if (mine === null) return 'none'
  const leads = lot.leader === mine.bidder
  switch (lot.status) {
    case 'scheduled':
    case 'cancelled':
      return 'none'
    case 'active':
      // My own entry is further than the lot that is shown: it does not say who leads yet.
      if (!leads) return mine.version > lot.version ? 'none' : 'outbid'
      return lot.hasReserve && !lot.reserveMet ? 'leading_reserve_not_met' : 'leading'
    case 'completed':
      if (lot.sale !== null) return lot.sale.buyer === mine.bidder && !lot.sale.failed ? 'won' : 'lost'
      return 'lost'
    default:
      return lot.status satisfies never
  }
}
