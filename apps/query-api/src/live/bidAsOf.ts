import type { BidView } from '@gavel/event-contracts'

/** The bid as it was at a version of its lot: one may be known to be retracted before its lot is shown so. */
export const bidAsOf = (bid: BidView, version: number): BidView =>
  (bid.retractedVersion ?? 0) > version ? { ...bid, retractedVersion: null } : bid
