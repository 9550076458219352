import type { BuyNowPolicy, IncrementTable, LotView, Metadata } from '@gavel/event-contracts'

/** A lot's view, and what is needed to fold the next event into it. */
export type LotProjection = {
  view: LotView
  increments: IncrementTable
  buyNowPolicy: BuyNowPolicy
  /** How many people have bid; the next new one gets the number after it as alias. */
  bidderCount: number
  /** Aliases by bidder id: of those at least whom the events being folded name, not of everybody. */
  aliases: ReadonlyMap<string, number>
  /** Of the newest event in the view. */
  metadata: Metadata
}
