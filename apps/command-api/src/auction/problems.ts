import { Problem } from '@gavel/service-kit'
import { problemReply } from '../http/problemReply.ts'
import { outcomeUnknown, retryLater } from '../http/unsettled.ts'
import type { Dialect } from './perform.ts'
import type { Refusal } from './rules/verdict.ts'

/** The words of `/v1`: problem+json, with the figures a person needs to do better. */
export const problemDialect: Dialect = {
  refused(refusal, req) {
    const problem = new Problem(refusal.code, { detail: reasonOf(refusal), extra: figuresOf(refusal) })
    return problemReply(problem, req.path)
  },
  retryLater,
  outcomeUnknown: () => outcomeUnknown('Read the lot, or send the same Idempotency-Key again.'),
}

/** What a person needs to do better; the words have the rest. */
function figuresOf(refusal: Refusal): Record<string, unknown> {
  if (refusal.code === 'not_found' || refusal.code === 'forbidden') return {}
  const { code: _, ...figures } = refusal
  return figures
}

/** For people: why it was refused. */
export function reasonOf(refusal: Refusal): string {
  switch (refusal.code) {
    case 'not_found':
      return `There is no such ${refusal.what}.`
    case 'forbidden':
      return refusal.reason
    case 'invalid_input':
      return refusal.errors.map(({ path, message }) => `${path} ${message}`).join('; ')
    case 'not_started':
      return `Bidding starts at ${refusal.startsAt}.`
    case 'already_ended':
      return 'Bidding on this lot has ended.'
    case 'cancelled':
      return 'This lot was cancelled.'
    case 'low_bid':
      return `The least next bid is ${refusal.minimumBid}.`
    case 'already_leading':
      return 'You lead already, and go further than this.'
    case 'own_lot':
      return 'Sellers do not bid on their own lots.'
    case 'blocked_bidder':
      return 'The seller of this lot takes no bids from you.'
    case 'wrong_currency':
      return `This lot is sold in ${refusal.currency}.`
    case 'too_high':
      return `More than ${refusal.limit} needs "confirm": true.`
    case 'buy_now_unavailable':
      return 'This lot can not be bought at once, or not any more.'
    case 'already_opened':
      return 'Bidders rely on what they saw: add to the end of the description.'
    case 'has_bids':
      return 'There are bids on this lot: only an administrator cancels it now.'
    case 'retraction_closed':
      return "With 12 hours or less to go, only one's last bid may be retracted, within an hour of placing it."
    case 'no_sale':
      return 'There is no sale of this lot that could fail.'
    case 'payment_open':
      return `The buyer may pay until ${refusal.payBy}.`
    case 'no_offer_possible':
      return 'Nobody is left to whom this lot could be offered now.'
    case 'offer_open':
      return `Another offer is open until ${refusal.expiresAt}.`
    case 'offer_closed':
      return 'This offer was answered, or its time is up.'
    default:
      return refusal satisfies never
  }
}
