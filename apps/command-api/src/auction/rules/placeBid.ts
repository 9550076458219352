import { type AuctionFact, type Bidder, isBuyNowOn, isReserveMet } from '@gavel/event-contracts'
import { accept, refuse } from '../../rules/verdict.ts'
import type { Auction, Lot } from './auction.ts'
import { checkMayBid } from './bidders.ts'
import { minimumAfter, type Standing, standingAfter } from './proxy.ts'
import { purchaseBy } from './sale.ts'
import { extensionBy } from './softClose.ts'
import { checkInTime, openingOf } from './timing.ts'
import { noSuchLot, type Refused, type Verdict } from './verdict.ts'

export type PlaceBid = {
  bidId: string
  /** For the leader's automatic answer, if there is one. */
  answerId: string
  bidder: Bidder
  /** `exact`: this, now. `max`: the house bids for me up to it, as little as needed. */
  type: 'exact' | 'max'
  amount: number
  /** Null: the lot's, whichever it is. */
  currency: string | null
  /** The bidder has been asked and means this amount. */
  confirm: boolean
}

export type BidAnswer = {
  bidId: string
  /** `outbid`: accepted, and beaten at once by the leader's maximum. */
  outcome: 'leading' | 'leading_reserve_not_met' | 'outbid' | 'bought'
  price: number
  minimumBid: number
  endsAt: string
}

/** More than this many times the price is taken for a slip of the finger until it is confirmed. */
const slipFactor = 100

export function placeBid(lot: Auction, bid: PlaceBid, nowMs: number, blocked: ReadonlySet<number>): Verdict<BidAnswer> {
  if (lot === null) return noSuchLot
  const refused = checkInTime(lot, nowMs) ?? checkMayBid(lot, bid.bidder, blocked) ?? checkCurrency(lot, bid)
  if (refused !== undefined) return refused

  const { buyNowPrice } = lot.terms
  const buys = buyNowPrice !== null && bid.amount >= buyNowPrice && isBuyNowOn(lot.terms, lot.price)
  const unfit = (buys ? undefined : checkHighEnough(lot, bid)) ?? checkMeant(lot, bid)
  if (unfit !== undefined) return unfit
  return buys ? bought(lot, bid, buyNowPrice) : placed(lot, bid, nowMs)
}

function checkCurrency({ terms }: Lot, { currency }: PlaceBid): Refused | undefined {
  if (currency === null || currency === terms.currency) return undefined
  return refuse({ code: 'wrong_currency', currency: terms.currency })
}

/** Nobody bids against himself: the leader may go further than his own maximum, and by an exact bid raise the price. */
function checkHighEnough({ terms, price, lead }: Lot, { bidder, type, amount }: PlaceBid): Refused | undefined {
  const minimumBid = minimumAfter(terms, price)
  const figures = { minimumBid, price: price ?? terms.startingPrice }
  const leads = lead !== null && lead.bidder.id === bidder.id
  if (leads && amount <= lead.maximum) return refuse({ code: 'already_leading', ...figures })
  if (leads && type === 'max') return undefined
  return amount < minimumBid ? refuse({ code: 'low_bid', ...figures }) : undefined
}

function checkMeant({ terms, price }: Lot, { amount, confirm }: PlaceBid): Refused | undefined {
  const limit = (price ?? terms.startingPrice) * slipFactor
  return amount > limit && !confirm ? refuse({ code: 'too_high', limit }) : undefined
}

function placed(lot: Lot, bid: PlaceBid, nowMs: number): Verdict<BidAnswer> {
  const { terms, lead, price } = lot
  const before = lead === null || price === null ? null : { lead, price }
  const after = standingAfter(terms, before, bid)
  const leads = after.lead.bidId === bid.bidId
  const changesLeader = before?.lead.bidder.id !== after.lead.bidder.id
  const extension = extensionBy(lot, { bidId: bid.bidId, changesLeader }, nowMs)
  const bids = leads ? [leading(bid, after)] : beaten(bid, after)
  const extended: AuctionFact[] = extension === null ? [] : [{ type: 'auction.extended', data: extension }]
  const answer = { bidId: bid.bidId, price: after.price, minimumBid: minimumAfter(terms, after.price) }
  return accept([...openingOf(lot), ...bids, ...extended], {
    ...answer,
    outcome: leads ? leadingOutcome(terms, after) : 'outbid',
    endsAt: extension?.endsAt ?? lot.endsAt,
  })
}

const leadingOutcome = ({ reservePrice }: Lot['terms'], { price }: Standing): BidAnswer['outcome'] =>
  isReserveMet(reservePrice, price) ? 'leading' : 'leading_reserve_not_met'

/** The list shows what an exact bid names, but of a maximum only what it took. */
function leading({ bidId, bidder, type, amount }: PlaceBid, { price }: Standing): AuctionFact {
  const shown = type === 'exact' ? amount : price
  return {
    type: 'bid.placed',
    data: { bidId, bidder, type, amount: shown, maximum: amount, price, leads: true, auto: false },
  }
}

/** The challenger's bid, which is all known now, and the house's answer for the leader. */
function beaten(bid: PlaceBid, { lead, price }: Standing): readonly AuctionFact[] {
  const { bidId, bidder, type, amount, answerId } = bid
  return [
    {
      type: 'bid.placed',
      data: { bidId, bidder, type, amount, maximum: amount, price: amount, leads: false, auto: false },
    },
    {
      type: 'bid.placed',
      data: {
        bidId: answerId,
        bidder: lead.bidder,
        type: 'max',
        amount: price,
        maximum: lead.maximum,
        price,
        leads: true,
        auto: true,
      },
    },
  ]
}

function bought(lot: Lot, { bidId, bidder }: PlaceBid, price: number): Verdict<BidAnswer> {
  const facts = purchaseBy(lot, { bidId, buyer: bidder, price, via: 'bid' })
  const minimumBid = minimumAfter(lot.terms, price)
  return accept([...openingOf(lot), ...facts], { bidId, outcome: 'bought', price, minimumBid, endsAt: lot.endsAt })
}
