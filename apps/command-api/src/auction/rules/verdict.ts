import type { AuctionFact } from '@gavel/event-contracts'

/** Why a bidder's or seller's command is refused: an expected outcome, not an error. `code` is the API's own. */
export type Refusal =
  | { code: 'not_found' }
  | { code: 'not_started'; startsAt: string }
  | { code: 'already_ended'; endsAt: string }
  | { code: 'low_bid'; minimumBid: number; price: number }
  | { code: 'already_leading'; minimumBid: number; price: number }
  | { code: 'own_lot' }
  | { code: 'too_high'; limit: number }
  | { code: 'buy_now_unavailable' }

/** Why a command of the scheduler is refused. */
export type ScheduleRefusal = { code: 'not_found' } | { code: 'not_due'; dueAt: string }

/** What a rule decides: facts to append (none when there is nothing left to do) and an answer, or a refusal. */
export type Verdict<Answer, Reason = Refusal> =
  | { accepted: true; facts: readonly AuctionFact[]; answer: Answer }
  | { accepted: false; refusal: Reason }

export const accept = <Answer>(facts: readonly AuctionFact[], answer: Answer) => ({
  accepted: true as const,
  facts,
  answer,
})

export const refuse = <Reason>(refusal: Reason) => ({ accepted: false as const, refusal })
