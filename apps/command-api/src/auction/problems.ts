import { Problem } from '@gavel/service-kit'
import type { Dialect } from './perform.ts'
import type { Refusal } from './rules/verdict.ts'

/** The words of `/v1`: problem+json, with the figures a person needs to do better. */
export const problemDialect: Dialect = {
  refused(refusal, req) {
    const { code, ...figures } = refusal
    const problem = new Problem(code, { detail: detailOf(refusal), extra: figures })
    return {
      status: problem.status,
      body: problem.toJSON(req.path),
      headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
    }
  },
  retryLater: (afterMs) =>
    new Problem('retry_later', { headers: { 'Retry-After': String(Math.max(1, Math.ceil(afterMs / 1000))) } }),
  outcomeUnknown: () =>
    new Problem('unavailable', {
      detail: 'It is not known whether this was carried out. Read the lot, or send the same Idempotency-Key again.',
      headers: { 'Retry-After': '2' },
    }),
}

function detailOf(refusal: Refusal): string {
  switch (refusal.code) {
    case 'not_found':
      return 'There is no such lot.'
    case 'not_started':
      return `Bidding starts at ${refusal.startsAt}.`
    case 'already_ended':
      return 'Bidding on this lot has ended.'
    case 'low_bid':
      return `The least next bid is ${refusal.minimumBid}.`
    case 'already_leading':
      return `You lead already; a bid that changes that starts at ${refusal.minimumBid}.`
    case 'own_lot':
      return 'Sellers do not bid on their own lots.'
    case 'too_high':
      return `More than ${refusal.limit} needs "confirm": true.`
    case 'buy_now_unavailable':
      return 'This lot has no buy-now price.'
    default:
      return refusal satisfies never
  }
}
