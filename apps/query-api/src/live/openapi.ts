import type { Operation } from '@gavel/service-kit/openapi'
import { noQuery } from '../http/inputs.ts'
import { events, lotPart } from '../http/openapi.ts'
import { lotsQuery } from './lists/listRoutes.ts'

const resumes = { 'Last-Event-ID': 'The id of the last event one has: what was missed comes first.' }
const stream = { method: 'get', tag: 'Live' } as const

export const liveOperations: readonly Operation[] = [
  {
    ...stream,
    path: '/v1/auctions/stream',
    token: 'optional',
    summary: 'The lots of a list, live',
    query: lotsQuery,
    answers: { 200: events('`lots`: what has changed of up to a hundred lots. All of them at first.') },
  },
  {
    ...stream,
    path: '/v1/auctions/:id/stream',
    token: 'optional',
    summary: 'A lot, live',
    parts: lotPart,
    query: noQuery,
    headers: resumes,
    answers: {
      200: events(
        '`lot`: merge `lot` into what you have, put `bids` (newest first) before yours; `snapshot`: replace both; `viewers`: how many watch. `id` is the lot’s version.',
      ),
    },
    problems: ['not_found'],
  },
  {
    ...stream,
    path: '/v1/me/stream',
    token: 'member',
    summary: 'One’s notices, live',
    query: noQuery,
    headers: resumes,
    answers: { 200: events('`begin`, then each `notice` when it becomes true.') },
  },
]
