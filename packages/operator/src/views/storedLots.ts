import type { BidView } from '@gavel/event-contracts'

/** A lot as a store has it: at a version, with all that it keeps. */
export type LotAt = { version: number; lotNumber: number; state: Readonly<Record<string, unknown>> }

/** What is checked: where a service keeps the views of lots and of their bids. */
export type StoredLots = {
  lot(auctionId: string): Promise<LotAt | undefined>
  /** Ascending by version, those after one. */
  bidsAfter(auctionId: string, version: number, limit: number): Promise<readonly BidView[]>
  /** Lots between two ids, neither included; null: to the end. */
  idsBetween(after: string, before: string | null, limit: number): Promise<readonly string[]>
}
