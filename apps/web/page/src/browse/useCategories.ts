import { useQuery } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { ask } from '../api/request.ts'

const categories = z.object({ items: z.array(z.object({ code: z.string(), name: z.string() })) })
const none: ReadonlyMap<string, string> = new Map()
const staleMs = 5 * 60_000

/** The names of categories by their codes; a code that has no name here is shown as it is. */
export function useCategories(): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: ['/v1/categories'],
    queryFn: ({ signal }) => ask(categories, '/v1/categories?limit=100', { signal }),
    staleTime: staleMs,
    select: ({ items }) => new Map(items.map(({ code, name }) => [code, name])),
  })
  return data ?? none
}
