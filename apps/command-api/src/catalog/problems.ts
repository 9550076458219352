import { classicAnswer, Problem } from '@gavel/service-kit'
import { problemDialect } from '../auction/problems.ts'
import { problemReply } from '../http/problemReply.ts'
import type { CategoryDialect } from './perform.ts'
import type { CategoryRefusal } from './rules/naming.ts'

export const noSuchCategory = (): Problem => new Problem('not_found', { detail: 'There is no such category.' })

const { retryLater } = problemDialect
const outcomeUnknown = (): Problem =>
  new Problem('unavailable', {
    detail: 'It is not known whether this was carried out. Read the category, or send the same Idempotency-Key again.',
    headers: { 'Retry-After': '2' },
  })

/** The words of `/v1`. */
export const categoryProblems: CategoryDialect = {
  refused: (refusal, req) => problemReply(problemOf(refusal), req.path),
  retryLater,
  outcomeUnknown,
}

/** Those of the older accounts service. */
export const classicCategoryProblems: CategoryDialect = {
  refused: (refusal) => classicAnswer(problemOf(refusal)),
  retryLater,
  outcomeUnknown,
}

function problemOf({ code }: CategoryRefusal): Problem {
  switch (code) {
    case 'not_found':
      return noSuchCategory()
    case 'category_exists':
      return new Problem('category_exists')
    default:
      return code satisfies never
  }
}
