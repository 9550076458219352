import { classicAnswer, Problem } from '@gavel/service-kit'
import type { Dialect } from '../perform.ts'
import { problemDialect, reasonOf } from '../problems.ts'
import type { Fault, Refusal } from '../rules/verdict.ts'

/** Refusals in the words of the older accounts service, where whatever a rule refuses is a 400. */
export const itemDialect: Dialect = {
  ...problemDialect,
  refused(refusal) {
    const answer = classicAnswer(problemOf(refusal))
    if (refusal.code === 'forbidden' || refusal.code === 'not_found') return answer
    const lowBid = refusal.code === 'already_leading' ? { code: 'LOW_BID' } : {}
    return { ...answer, status: 400, body: { ...answer.body, statusCode: 400, error: 'Bad Request', ...lowBid } }
  },
}

function problemOf(refusal: Refusal): Problem {
  if (refusal.code === 'invalid_input') return itemFaults(refusal.errors)
  return new Problem(refusal.code, { detail: reasonOf(refusal), extra: figuresOf(refusal) })
}

const figuresOf = (refusal: Refusal): Record<string, unknown> =>
  refusal.code === 'low_bid' || refusal.code === 'already_leading'
    ? { current_price: refusal.price, minimum_bid: refusal.minimumBid }
    : {}

const fieldNames = new Map([
  ['startsAt', 'start_datetime'],
  ['endsAt', 'end_datetime'],
])

/** What is wrong with an item, by the names that these routes have for its fields. */
export function itemFaults(faults: readonly Fault[]): Problem {
  const named = (text: string): string => text.replaceAll(/\w+/g, (word) => fieldNames.get(word) ?? word)
  const errors = faults.map(({ path, message }) => ({ path: named(path), message: named(message) }))
  return new Problem('invalid_input', {
    detail: errors.map(({ path, message }) => `${path} ${message}`).join('; '),
    extra: { errors },
  })
}

export const noSuchItem = (): Problem => new Problem('not_found', { detail: 'There is no such item.' })
