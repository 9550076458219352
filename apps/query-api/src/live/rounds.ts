import type { Clock } from './clock.ts'

/** Viewers who are written to together: they have the same version. */
export type Written = {
  /** Something has not been written yet. */
  isBehind(): boolean
  size(): number
  write(): void
}

/**
 * When rows are written. Few viewers: at once. Many: a row is written again only after a gap, which grows with what
 * writing to all of them costs, and what happens meanwhile is merged. Rows take turns with everything else in the
 * process, and are not in step with each other: none waits for the slowest.
 */
export type Rounds<Row extends Written> = {
  add(row: Row): void
  remove(row: Row): void
  rows(): readonly Row[]
  /** Something has happened. */
  wake(): void
  /** Writes what is left, whatever the gap. */
  flush(): void
  stop(): void
}

/** Writing to all that takes no longer than this needs no gap. */
const cheapMs = 0.5
/** So writing takes five sixths of a core at most; whoever else has something to do has his turn after each slice. */
const gapPerCost = 0.2
const gapMaxMs = 50
/** So long at a time; then others have their turn. */
const sliceMs = 2

/** How long after a row was written it may be again, when a round of all rows costs so much. */
export const periodMs = (roundCostMs: number): number =>
  roundCostMs <= cheapMs ? 0 : roundCostMs + Math.min(gapPerCost * roundCostMs, gapMaxMs)

/** What one write costs, in milliseconds: at first a guess, then smoothed, with what something else took cut off. */
const cost = { first: 0.006, most: 0.05, weight: 0.1 }

export function createRounds<Row extends Written>({
  clock,
  onWritten,
}: {
  clock: Clock
  onWritten(row: Row): void
}): Rounds<Row> {
  /** With when each was written last, the oldest first. */
  const rows = new Map<Row, number>()
  let costMs = cost.first
  let cancel: (() => void) | undefined

  const size = (): number => rows.keys().reduce((sum, row) => sum + row.size(), 0)

  function write(row: Row): void {
    const beginMs = clock.nowMs()
    row.write()
    const eachMs = (clock.nowMs() - beginMs) / Math.max(1, row.size())
    costMs += (Math.min(eachMs, cost.most) - costMs) * cost.weight
    if (rows.delete(row)) rows.set(row, beginMs)
    onWritten(row)
  }

  function run(): void {
    cancel = undefined
    const endMs = clock.nowMs() + sliceMs
    const period = periodMs(costMs * size())
    for (const [row, writtenAtMs] of [...rows]) {
      if (!row.isBehind()) continue
      const nowMs = clock.nowMs()
      const waitMs = writtenAtMs + period - nowMs
      if (waitMs > 0 || (period > 0 && nowMs >= endMs)) {
        cancel = clock.after(Math.max(0, waitMs), run)
        return
      }
      write(row)
    }
  }

  return {
    add: (row) => void rows.set(row, Number.NEGATIVE_INFINITY),
    remove: (row) => void rows.delete(row),
    rows: () => [...rows.keys()],
    wake() {
      if (cancel === undefined) run()
    },
    flush() {
      for (const row of [...rows.keys()]) if (row.isBehind()) write(row)
    },
    stop() {
      cancel?.()
      cancel = undefined
    },
  }
}
