import type { BidView } from '@gavel/event-contracts'

/** One of a kind as a store has it: at a version, with all that it keeps. `number`: by which people name it. */
export type StoredAt = { version: number; number: number | null; state: Readonly<Record<string, unknown>> }

/** What is checked: where a service keeps the views of one kind. */
export type Stored = {
  at(id: string): Promise<StoredAt | undefined>
  /** Ids between two, neither included, ascending; null: to the end. */
  idsBetween(after: string, before: string | null, limit: number): Promise<readonly string[]>
  /** Where the store does not agree with itself about one: what it has derived from a view, in words. */
  inside?(id: string): Promise<readonly string[]>
}

export type StoredLots = Stored & {
  /** Ascending by version, those after one. */
  bidsAfter(auctionId: string, version: number, limit: number): Promise<readonly BidView[]>
}
