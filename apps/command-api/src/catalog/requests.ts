import { categoryCode } from '@gavel/event-contracts'
import { z } from 'zod'
import { text } from '../http/text.ts'

const name = text(100).trim().min(1)

export const categoryBody = z.strictObject({ code: categoryCode, name })
export const renameBody = z.strictObject({ name })

/** The older clients name categories by text or by number, and may send more than is asked for. */
const classicCode = z.union([z.string(), z.int().nonnegative()])

/** `sent`: the code as it is told back. */
export const classicCategoryBody = z
  .object({ c_code: classicCode, c_name: name })
  .transform(({ c_code: sent, c_name }) => ({ sent, c_code: String(sent), c_name }))
  .pipe(z.object({ sent: classicCode, c_code: categoryCode, c_name: z.string() }))
