import { z } from 'zod'
import { earliestMs, latestMs } from '../http/inputs.ts'

const wordsLengthMax = 200

/** What people type to search for. */
export const words = z
  .string()
  .max(wordsLengthMax)
  .refine((text) => text.isWellFormed() && !text.includes('\u0000'), 'must be well-formed text')
  .transform((text) => text.normalize('NFC').toLowerCase().trim().replaceAll(/\s+/g, ' '))

/** An instant with any offset. */
export const instantText = z.iso
  .datetime({ offset: true, abort: true, error: 'must be an instant, such as 2026-11-22T15:00:00Z' })
  .refine((text) => Date.parse(text) >= earliestMs, 'must be after the year 0')
  .refine((text) => Date.parse(text) <= latestMs, 'must be before the year 10000')
