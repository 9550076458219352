import type { AuctionFact } from '@gavel/event-contracts'
import { type Refused as GenericRefused, type Verdict as GenericVerdict, refuse } from '../../rules/verdict.ts'

/** Something in a seller's terms that is not possible. */
export type Fault = { path: string; message: string }

/** Why a person's command is refused: an expected outcome, not an error. `code` is the API's own. */
export type Refusal =
  | { code: 'not_found'; what: 'lot' | 'bid' }
  | { code: 'forbidden'; reason: string }
  | { code: 'invalid_input'; errors: readonly Fault[] }
  | { code: 'not_started'; startsAt: string }
  | { code: 'already_ended'; endsAt: string }
  | { code: 'cancelled' }
  | { code: 'low_bid'; minimumBid: number; price: number }
  | { code: 'already_leading'; minimumBid: number; price: number }
  | { code: 'own_lot' }
  | { code: 'blocked_bidder' }
  | { code: 'wrong_currency'; currency: string }
  | { code: 'too_high'; limit: number }
  | { code: 'buy_now_unavailable' }
  | { code: 'already_opened' }
  | { code: 'has_bids' }
  | { code: 'retraction_closed' }
  | { code: 'no_sale' }
  | { code: 'payment_open'; payBy: string }
  | { code: 'no_offer_possible' }
  | { code: 'offer_open'; expiresAt: string }
  | { code: 'offer_closed' }

/** Why a command of the scheduler is refused. */
export type ScheduleRefusal = { code: 'not_found'; what: 'lot' } | { code: 'not_due'; dueAt: string }

export type Verdict<Answer, Reason = Refusal> = GenericVerdict<AuctionFact, Answer, Reason>
export type Refused<Reason = Refusal> = GenericRefused<Reason>

export const noSuchLot = refuse({ code: 'not_found' as const, what: 'lot' as const })
