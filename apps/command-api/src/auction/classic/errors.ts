import { ClassicError } from '../../http/classicError.ts'
import type { Dialect } from '../perform.ts'
import type { Refusal } from '../rules/verdict.ts'

type Told = { status: number; code: string; error: string }

/** A refusal in the words of the older service: it knew five codes, so the newer ones are told as the nearest. */
function tell(refusal: Refusal): Told {
  switch (refusal.code) {
    case 'not_found':
      return { status: 404, code: 'NOT_FOUND', error: 'There is no such item' }
    case 'not_started':
      return { status: 400, code: 'NOT_STARTED', error: `The auction starts at ${refusal.startsAt}` }
    case 'already_ended':
      return { status: 400, code: 'ALREADY_ENDED', error: 'The auction has ended' }
    case 'low_bid':
    case 'already_leading':
      return { status: 400, code: 'LOW_BID', error: `The bid must be at least ${refusal.minimumBid}` }
    case 'cancelled':
      return { status: 400, code: 'INVALID_STATUS', error: 'The auction was cancelled' }
    case 'blocked_bidder':
      return { status: 400, code: 'INVALID_STATUS', error: 'The seller takes no bids from this bidder' }
    case 'own_lot':
      return { status: 400, code: 'INVALID_STATUS', error: 'Sellers do not bid on their own items' }
    case 'buy_now_unavailable':
      return { status: 400, code: 'INVALID_STATUS', error: 'This item can not be bought now' }
    case 'too_high':
      return { status: 400, code: 'INVALID_STATUS', error: `The bid is above ${refusal.limit}` }
    case 'forbidden':
    case 'invalid_input':
    case 'wrong_currency':
    case 'already_opened':
    case 'has_bids':
    case 'retraction_closed':
    case 'no_sale':
    case 'payment_open':
    case 'no_offer_possible':
    case 'offer_open':
    case 'offer_closed':
      // None of what these routes ask is ever refused so.
      return { status: 400, code: 'INVALID_STATUS', error: 'This is not possible for this item' }
    default:
      return refusal satisfies never
  }
}

/** `bidAmount` comes back with a low bid; a purchase names none. */
export const classicDialect = (bidAmount?: number): Dialect => ({
  refused(refusal) {
    const { status, code, error } = tell(refusal)
    return { status, body: { error, code, ...(code === 'LOW_BID' ? { bid_amount: bidAmount } : {}) } }
  },
  retryLater: () => new ClassicError(400, 'MAX_RETRIES_EXCEEDED', 'Too many bids at once, please try again'),
  outcomeUnknown: () => new ClassicError(503, 'UNAVAILABLE', 'It is not known whether this was carried out'),
})
