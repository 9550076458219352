import { z } from 'zod'
import type { Mark } from '../member/mark.ts'

export const markRow = z
  .object({
    user_id: z.string(),
    kind: z.enum(['watch', 'block']),
    subject: z.string(),
    version: z.number(),
    is_on: z.boolean(),
    at: z.date(),
  })
  .transform(({ user_id: userId, is_on: isOn, at, ...rest }): Mark => ({ ...rest, userId, isOn, at: at.toISOString() }))
