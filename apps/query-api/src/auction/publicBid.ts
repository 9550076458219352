import type { BidView } from '@gavel/event-contracts'
import { aliasText, type Viewpoint } from './viewpoint.ts'

/** A bid as it may be seen by anybody: never its maximum. */
export type PublicBid = {
  id: string
  bidder: string
  amount: number
  type: BidView['type']
  /** The house bid for its bidder, in answer to the entry before. */
  auto: boolean
  at: string
  version: number
  /** It does not count any more; left out of those that do. */
  retracted?: true
}

/** For one viewer: members learn which are theirs, the house whose they are. */
export type BidForViewer = PublicBid & { you?: boolean; paddleNumber?: number }

export const publicBid = (bid: BidView): PublicBid => ({
  id: bid.id,
  bidder: aliasText(bid.bidder),
  amount: bid.amount,
  type: bid.type,
  auto: bid.auto,
  at: bid.at,
  version: bid.version,
  ...(bid.retractedVersion === null ? {} : { retracted: true as const }),
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
