import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type * as z from 'zod/mini'
import { ask } from './request.ts'

export type Paged<Item> = {
  /** Of all pages so far; undefined until the first is here. */
  items: readonly Item[] | undefined
  error: Error | null
  retry(): void
  /** Undefined when there is no other page. */
  more: (() => void) | undefined
  isLoadingMore: boolean
}

type PageSchema = z.ZodMiniType<{ items: unknown[]; nextCursor: string | null }>

export type PagedOf<Schema extends PageSchema> = Paged<z.infer<Schema>['items'][number]> & {
  first: z.infer<Schema> | undefined
}

/**
 * A list with cursors. `path` has its filters already; it is the name of the list in the cache, too. `everyMs`: read
 * again so often, as long as somebody looks.
 */
export function usePages<Schema extends PageSchema>(
  schema: Schema,
  path: string,
  { everyMs, enabled = true }: { everyMs?: number; enabled?: boolean } = {},
): PagedOf<Schema> {
  const query = useInfiniteQuery({
    queryKey: [path],
    enabled,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => ask(schema, withCursor(path, pageParam), { signal }),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
  })
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = query
  return {
    items: data?.pages.flatMap(({ items }) => items),
    first: data?.pages[0],
    error,
    retry: () => void refetch(),
    more: hasNextPage ? () => void fetchNextPage() : undefined,
    isLoadingMore: isFetchingNextPage,
  }
}

const withCursor = (path: string, cursor: string): string =>
  cursor === '' ? path : `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`
