import { z } from 'zod'

/** Of whatever was changed: for `?atLeast=` when it is read. */
export const version = z.int().positive().meta({ description: 'For `atLeast`, to read one’s own write.' })

export const lotPart = { id: 'The lot: its UUID or its number.' }
export const itemPart = { id: 'The number of the item.' }
