import type { AuctionFact, Bidder, FactData } from '@gavel/event-contracts'
import { accept, refuse } from '../../rules/verdict.ts'
import type { Auction, Lot, Offer } from './auction.ts'
import { bidsOf } from './bids.ts'
import { soldTo } from './sale.ts'
import { standingOf } from './standing.ts'
import { noSuchLot, type Refused, type ScheduleRefusal, type Verdict } from './verdict.ts'

export type MakeOffer = {
  offerId: string
  by: string
  /** Null: to whoever comes first. */
  paddleNumber: number | null
  expiresInMs: number
}

export type OfferAnswer = Pick<FactData<'offer.made'>, 'offerId' | 'kind' | 'price' | 'expiresAt'>

/**
 * The lot's seller offers it once more. After a sale that failed: to an underbidder at the most that he bid. When the
 * reserve was not met: to the highest bidder at the price. One offer at a time, and nobody is asked twice.
 */
export function makeOffer(
  lot: Auction,
  offer: MakeOffer,
  nowMs: number,
  blocked: ReadonlySet<number>,
): Verdict<OfferAnswer> {
  if (lot === null) return noSuchLot
  const { offerId, by, paddleNumber, expiresInMs } = offer
  if (by !== lot.seller.id) return refuse({ code: 'forbidden', reason: 'Only its seller offers a lot.' })
  if (lot.offer !== null && nowMs < lot.offer.expiresAtMs) {
    return refuse({ code: 'offer_open', expiresAt: lot.offer.expiresAt })
  }
  const { kind, candidates } = candidatesOf(lot)
  const chosen = candidates
    .filter(({ to }) => !lot.asked.includes(to.id) && !blocked.has(to.paddleNumber))
    .find(({ to }) => paddleNumber === null || to.paddleNumber === paddleNumber)
  if (chosen === undefined) return refuse({ code: 'no_offer_possible' })
  const { to, price } = chosen
  const expiresAt = new Date(nowMs + expiresInMs).toISOString()
  // The scheduler may be a moment late: an offer whose time is up lapses here.
  const lapsed = lot.offer === null ? [] : [lapseOf(lot.offer, 'expired')]
  return accept([...lapsed, { type: 'offer.made', data: { offerId, kind, to, price, expiresAt } }], {
    offerId,
    kind,
    price,
    expiresAt,
  })
}

type Candidate = { to: Bidder; price: number }

function candidatesOf(lot: Lot): { kind: OfferAnswer['kind']; candidates: readonly Candidate[] } {
  const { sale, outcome, lead, price } = lot
  if (sale?.failed === true) return { kind: 'second_chance', candidates: underbidders(lot) }
  const isUnsold = sale === null && outcome === 'reserve_not_met' && lead !== null && price !== null
  return { kind: 'below_reserve', candidates: isUnsold ? [{ to: lead.bidder, price }] : [] }
}

/**
 * Everybody who bid, by how far he went; who went there first comes first. How far that is has been seen only up to what
 * the bids came to: a maximum that nobody tested, as when somebody else bought at once, stays a secret.
 */
function underbidders(lot: Lot): readonly Candidate[] {
  const bids = bidsOf(lot.bids)
  const seen = standingOf(lot.terms, bids)?.price ?? 0
  const highest = new Map<string, Candidate>()
  // An answer of the house goes as far as its bid went then: that one may have been taken back since.
  for (const { bidder, maximum } of bids.filter(({ auto }) => !auto)) {
    const known = highest.get(bidder.id)
    if (known !== undefined && known.price >= maximum) continue
    highest.delete(bidder.id)
    highest.set(bidder.id, { to: bidder, price: maximum })
  }
  return [...highest.values()]
    .sort((one, other) => other.price - one.price)
    .map(({ to, price }) => ({ to, price: Math.min(price, seen) }))
}

export type AnswerOffer = { offerId: string; by: string }

/** The sale is made, once: of two answers at the same time one finds the offer closed. */
export function acceptOffer(lot: Auction, answer: AnswerOffer, nowMs: number): Verdict<{ price: number }> {
  if (lot === null) return noSuchLot
  const offer = openOffer(lot, answer, nowMs)
  if ('refusal' in offer) return offer
  const { offerId, to: buyer, price } = offer
  const sold = soldTo(lot, { saleId: offerId, via: 'offer', buyer, price })
  return accept([{ type: 'offer.accepted', data: { offerId } }, sold], { price })
}

export function declineOffer(lot: Auction, answer: AnswerOffer, nowMs: number): Verdict<null> {
  if (lot === null) return noSuchLot
  const offer = openOffer(lot, answer, nowMs)
  if ('refusal' in offer) return offer
  return accept([lapseOf(offer, 'declined')], null)
}

/** What the scheduler asks at the deadline. An offer that was answered, or is not the open one, has nothing left to do. */
export function lapseOffer(
  lot: Auction,
  { offerId }: { offerId: string },
  nowMs: number,
): Verdict<null, ScheduleRefusal> {
  if (lot === null) return noSuchLot
  const { offer } = lot
  if (offer === null || offer.offerId !== offerId) return accept([], null)
  if (nowMs < offer.expiresAtMs) return refuse({ code: 'not_due', dueAt: offer.expiresAt })
  return accept([lapseOf(offer, 'expired')], null)
}

/** The offer, if it is still open and was made to whoever answers it. */
function openOffer({ offer }: Lot, { offerId, by }: AnswerOffer, nowMs: number): Offer | Refused {
  if (offer === null || offer.offerId !== offerId) return refuse({ code: 'offer_closed' })
  if (offer.to.id !== by) return refuse({ code: 'forbidden', reason: 'This offer was made to somebody else.' })
  return nowMs < offer.expiresAtMs ? offer : refuse({ code: 'offer_closed' })
}

const lapseOf = ({ offerId }: Offer, reason: 'expired' | 'declined'): AuctionFact => ({
  type: 'offer.lapsed',
  data: { offerId, reason },
})
