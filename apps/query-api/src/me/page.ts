import { encodeCursor } from '../http/cursor.ts'

/** `found` has one more than `limit` when there is another page, which begins after the place of this one's last. */
export function pageOf<T>(
  found: readonly T[],
  limit: number,
  placeOf: (item: T) => unknown,
): { items: readonly T[]; nextCursor: string | null } {
  const items = found.slice(0, limit)
  const last = found.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last === undefined ? null : encodeCursor(placeOf(last)) }
}
