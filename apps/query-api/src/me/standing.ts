import type { LotView } from '@gavel/event-contracts'
import { hasBought } from '../auction/hasBought.ts'

/** What has become of somebody's bid. */
export type Standing = 'leading' | 'outbid' | 'won' | 'lost' | 'reserve_not_met' | 'cancelled'

/** How the bidder with this id stands in a lot on which he has a bid. */
export function standingIn(lot: LotView, id: string): Standing {
  const leads = lot.leader?.id === id
  switch (lot.status) {
    case 'scheduled':
    case 'active':
      return leads ? 'leading' : 'outbid'
    case 'cancelled':
      return 'cancelled'
    case 'completed':
      if (hasBought(lot, id)) return 'won'
      return lot.outcome === 'reserve_not_met' && leads && lot.sale === null ? 'reserve_not_met' : 'lost'
    default:
      return lot.status satisfies never
  }
}
