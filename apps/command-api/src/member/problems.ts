import { Problem } from '@gavel/service-kit'
import { problemDialect } from '../auction/problems.ts'
import type { ListRefusal } from './rules/lists.ts'

/** Why a list was not changed, or could not be read, in the words of `/v1`. */
export const memberProblem = {
  refused(refusal: ListRefusal): Problem {
    switch (refusal.code) {
      case 'list_full':
        return new Problem('list_full', {
          detail: `This list holds ${refusal.limit} entries at most: remove one first.`,
          extra: { limit: refusal.limit },
        })
      case 'own_paddle':
        return new Problem('own_paddle', { detail: 'Nobody blocks himself.' })
      default:
        return refusal satisfies never
    }
  },
  retryLater: problemDialect.retryLater,
  outcomeUnknown: () =>
    new Problem('unavailable', {
      detail: 'It is not known whether this was carried out. Sending it again does no harm.',
      headers: { 'Retry-After': '2' },
    }),
}
