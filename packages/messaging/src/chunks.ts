/** Consecutive slices of at most `size`, in order. */
export function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`A batch holds at least one message: ${size}`)
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size)
}
