import { z } from 'zod'
import type { ClassicErrors } from './operation.ts'

const accountsError = z
  .looseObject({ statusCode: z.int(), message: z.string(), error: z.string(), code: z.string() })
  .meta({ id: 'AccountsServiceError', description: 'An error as the older accounts service told it.' })

const ordersError = z
  .object({
    timestamp: z.iso.datetime(),
    status: z.int(),
    error: z.string(),
    message: z.string(),
    path: z.string(),
    correlationId: z.string(),
  })
  .meta({ id: 'OrdersServiceError', description: 'An error as the older orders service told it.' })

/** What `classicProblems` answers. */
export const accountsErrors = (statuses: ClassicErrors['statuses']): ClassicErrors => ({
  body: accountsError,
  statuses: {
    400: '`INVALID_INPUT`, `MALFORMED_JSON`, `TOKEN_INVALID`, or why it is refused.',
    503: 'Not available right now.',
    ...statuses,
  },
})

/** What `ordersProblems` answers. */
export const ordersErrors = (statuses: ClassicErrors['statuses']): ClassicErrors => ({
  body: ordersError,
  statuses: { 400: 'What was sent is not valid.', 503: 'Not available right now.', ...statuses },
})
