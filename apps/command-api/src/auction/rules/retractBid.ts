import type { AuctionFact } from '@gavel/event-contracts'
import { accept, refuse } from '../../rules/verdict.ts'
import type { Auction, Lot } from './auction.ts'
import { bidsOf, type StandingBid } from './bids.ts'
import type { Member } from './member.ts'
import { minimumAfter } from './proxy.ts'
import { standingOf } from './standing.ts'
import { checkInTime, openingOf } from './timing.ts'
import { noSuchLot, type Refused, type Verdict } from './verdict.ts'

export type RetractBid = { bidId: string; by: Member; reason: string }

export type RetractionAnswer = { retracted: readonly string[]; price: number | null; minimumBid: number }

const hourMs = 3_600_000
/** While more than this is left, all of the bidder's bids go; after that only one that was just placed. */
const freeUntilEndMs = 12 * hourMs
const graceMs = hourMs

/**
 * Takes back a bid, or all of its bidder's when the end is far: then he has thought better of the lot, later he has
 * mistyped. The price is folded again from the bids that stay. An administrator may at any time before the end.
 */
export function retractBid(lot: Auction, { bidId, by, reason }: RetractBid, nowMs: number): Verdict<RetractionAnswer> {
  if (lot === null) return noSuchLot
  const outOfTime = checkInTime(lot, nowMs)
  if (outOfTime !== undefined) return outOfTime
  const bids = bidsOf(lot.bids)
  const named = bids.find((bid) => bid.bidId === bidId && !bid.auto)
  if (named === undefined) return refuse({ code: 'not_found', what: 'bid' })
  const refused = checkMayRetract(lot, bids, named, by, nowMs)
  if (refused !== undefined) return refused

  const takesAll = isFarFromEnd(lot, nowMs)
  const isTaken = (bid: StandingBid) => bid.bidId === bidId || (takesAll && bid.bidder.id === named.bidder.id)
  const left = bids.filter((bid) => !bid.auto && !isTaken(bid))
  const standing = standingOf(lot.terms, left)
  const price = standing?.price ?? null
  const reach = new Map(left.map(({ bidder, maximum }) => [bidder.id, maximum]))
  const bidIds = bids
    .filter((bid, at) => isTaken(bid) || (bid.auto && !isAnswerLeft(bid, bids[at - 1])))
    .map((bid) => bid.bidId)
  const fact: AuctionFact = {
    type: 'bid.retracted',
    data: {
      bidIds,
      bidder: named.bidder,
      by: by.id === named.bidder.id ? 'bidder' : 'administrator',
      reason,
      price,
      leader: standing === null ? null : { bidder: standing.lead.bidder, bidId: standing.lead.bidId },
    },
  }
  return accept([...openingOf(lot), fact], { retracted: bidIds, price, minimumBid: minimumAfter(lot.terms, price) })

  /** An answer needs a bid of its bidder that goes so far, the bid before it that it answered, and a price that reaches it. */
  function isAnswerLeft(answer: StandingBid, answered: StandingBid | undefined): boolean {
    const isAsked = answered !== undefined && !isTaken(answered)
    return isAsked && answer.amount <= Math.min(reach.get(answer.bidder.id) ?? 0, price ?? 0)
  }
}

const isFarFromEnd = ({ endsAtMs }: Lot, nowMs: number): boolean => endsAtMs - nowMs > freeUntilEndMs

function checkMayRetract(
  lot: Lot,
  bids: readonly StandingBid[],
  named: StandingBid,
  by: Member,
  nowMs: number,
): Refused | undefined {
  if (by.isAdministrator) return undefined
  if (named.bidder.id !== by.id) return refuse({ code: 'forbidden', reason: 'This is not your bid.' })
  if (isFarFromEnd(lot, nowMs)) return undefined
  const last = bids.findLast((bid) => bid.bidder.id === by.id && !bid.auto)
  const isFresh = nowMs - named.placedAtMs <= graceMs
  return last === named && isFresh ? undefined : refuse({ code: 'retraction_closed' })
}
