import { readAuctionFact } from '@gavel/event-contracts'
import type { RecordedEvent } from '@gavel/event-store'
import { UsageError } from '@gavel/operator'
import { type Auction, evolve, noAuction } from '../auction/rules/auction.ts'
import { bidsOf } from '../auction/rules/bids.ts'

/** What the rules know of a lot after one of its events. */
export type LotState = { version: number; auction: Auction }

/** Folds events, a page at a time, up to `version`, or all when it is undefined. @throws UsageError beyond the log */
export async function stateAt(
  pages: AsyncIterable<readonly RecordedEvent[]>,
  version: number | undefined,
): Promise<LotState> {
  let state: LotState = { version: 0, auction: noAuction }
  for await (const page of pages) {
    for (const event of page) {
      if (event.version > (version ?? event.version)) return state
      const fact = readAuctionFact(event.type, event.schemaVersion, event.data)
      state = { version: event.version, auction: evolve(state.auction, fact, Date.parse(event.occurredAt)) }
    }
  }
  if (version !== undefined && state.version < version) {
    throw new UsageError(`The lot has ${state.version} events, and no version ${version}`)
  }
  return state
}

/** As people read it: bids as a list, the oldest first, instead of each holding those before it. */
export const readable = ({ version, auction }: LotState): Record<string, unknown> => ({
  version,
  ...auction,
  bids: bidsOf(auction?.bids ?? null),
})
