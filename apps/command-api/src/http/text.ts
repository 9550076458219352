import { z } from 'zod'

/** Text that PostgreSQL can keep as jsonb: no NUL, no half of a surrogate pair. `maxLength` in UTF-16 units. */
export const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((value) => value.isWellFormed() && !value.includes('\u0000'), {
      message: 'must be well-formed text without NUL',
    })
