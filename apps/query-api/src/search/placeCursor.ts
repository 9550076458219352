import { createHash } from 'node:crypto'
import { z } from 'zod'
import { decodeCursor, encodeCursor } from '../http/cursor.ts'
import type { SearchPlace } from './index/hits.ts'

const nameOf = (search: string): string => createHash('sha256').update(search).digest('base64url').slice(0, 12)

/** `search`: in canonical form, whatever its page and the length of its pages. Null after the last page. */
export const placeCursor = (search: string, next: SearchPlace | null): string | null =>
  next === null ? null : encodeCursor({ of: nameOf(search), after: next })

/** Where the cursor says that the last page ended. @throws Problem invalid_input when it is the cursor of another search */
export const placeIn = (search: string, place: z.ZodType<SearchPlace>, cursor: string): SearchPlace =>
  decodeCursor(z.strictObject({ of: z.literal(nameOf(search)), after: place }), cursor).after
