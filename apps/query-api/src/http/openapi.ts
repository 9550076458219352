import { z } from 'zod'

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    nextCursor: z.string().nullable().meta({ description: '`cursor` of the next page; null on the last.' }),
  })

export const version = z.int().positive()

export const lotPart = { id: 'The lot: its UUID or its number.' }

/** Server-Sent Events: what they are stands in the description, as OpenAPI has no words for them. */
export const events = (words: string) => ({ words, mediaType: 'text/event-stream', body: z.string() })
