import { z } from 'zod'

/** Where a page ended: the sort's own values, and the id that breaks ties. */
export type SearchPlace = readonly (string | number)[]

/** What is found of one more than a page holds. */
export const hits = z.object({
  total: z.object({ value: z.int() }),
  hits: z.array(z.object({ _id: z.string(), sort: z.array(z.union([z.string(), z.number()])) })),
})

/** `next`: null on the last page. */
export function pageOf(
  found: z.output<typeof hits>,
  limit: number,
): { ids: readonly string[]; total: number; next: SearchPlace | null } {
  const page = found.hits.slice(0, limit)
  const last = found.hits.length > limit ? page.at(-1) : undefined
  return { ids: page.map(({ _id }) => _id), total: found.total.value, next: last?.sort ?? null }
}
