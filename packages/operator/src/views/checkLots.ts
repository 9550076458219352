import type { BidView } from '@gavel/event-contracts'
import { type BidCheck, checkBids } from './checkBids.ts'
import { type CheckOptions, checkKind, type KindCheck } from './checkKind.ts'
import type { StoredLots } from './stored.ts'

/** Lots, each with its bids. */
export type LotCheck = KindCheck & {
  foldedBid(bid: BidView): Promise<void>
  retracted(bidId: string, version: number): void
}

export function checkLots(store: StoredLots, options: CheckOptions): LotCheck {
  const lots = checkKind('lot', store, options)
  let bids: BidCheck | undefined

  function ofLotInHand(): BidCheck {
    if (bids === undefined) throw new Error('there is no lot in hand')
    return bids
  }

  return {
    ...lots,
    async begin(id) {
      await lots.begin(id)
      bids = checkBids(store, id, lots.find)
    },
    foldedBid: (bid) => ofLotInHand().folded(bid),
    retracted: (bidId, version) => ofLotInHand().retracted(bidId, version),
    end: () => lots.end((head) => ofLotInHand().end(head)),
  }
}
