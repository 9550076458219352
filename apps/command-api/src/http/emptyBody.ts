import { z } from 'zod'

/** `{}`, or no body at all. */
export const emptyBody = z.strictObject({}).optional()
