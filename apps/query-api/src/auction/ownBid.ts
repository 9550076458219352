import type { BidView } from '@gavel/event-contracts'
import { aliasText } from './viewpoint.ts'

/** A bid as its bidder sees it: with his maximum, which nobody else ever does. */
export type OwnBid = { bidder: string; amount: number; maximum: number; version: number; at: string }

export const ownBid = ({ bidder, amount, maximum, version, at }: BidView): OwnBid => ({
  bidder: aliasText(bidder),
  amount,
  maximum,
  version,
  at,
})
