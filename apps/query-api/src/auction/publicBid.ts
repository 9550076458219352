import type { BidView } from '@gavel/event-contracts'
import { aliasText, type Viewpoint } from './viewpoint.ts'

/** A bid as it may be seen by anybody. */
export type PublicBid = {
  id: string
  bidder: string
  amount: number
  type: BidView['type']
  at: string
  version: number
}

/** For one viewer: members learn which are theirs, the house whose they are. */
export type BidForViewer = PublicBid & { you?: boolean; paddleNumber?: number }

export const publicBid = (bid: BidView): PublicBid => ({
  id: bid.id,
  bidder: aliasText(bid.bidder),
  amount: bid.amount,
  type: bid.type,
  at: bid.at,
  version: bid.version,
})

export function bidFor(bid: BidView, viewpoint: Viewpoint): BidForViewer {
  switch (viewpoint.kind) {
    case 'stranger':
      return publicBid(bid)
    case 'member':
      return { ...publicBid(bid), you: bid.bidder.id === viewpoint.id }
    case 'house':
      return { ...publicBid(bid), you: bid.bidder.id === viewpoint.id, paddleNumber: bid.bidder.paddleNumber }
    default:
      return viewpoint satisfies never
  }
}
