import type { BidView, LotView } from '@gavel/event-contracts'
import { shownBids } from './firstEvent.ts'
import type { Step } from './lotTimeline.ts'
import { type Frame, fullEvent, stepEvent } from './sse.ts'

/** The steps that some viewers have not seen yet, and what each of them lacks. */
export type Trail = {
  /** Up to where it goes. */
  version(): number
  add(step: Step): void
  /**
   * All since version `from` as one event, the same for all who have that version; undefined when there is nothing.
   * `from` may lie within a step: somebody came with more than this instance had.
   */
  since(from: number): Frame | undefined
  /** Nobody has an older version than this any more. */
  forget(version: number): void
  /** Bids are missing between what was and `lot`: whoever has less gets a snapshot. */
  restart(lot: LotView): void
}

/** Whoever is so far behind that more bids than these were missed gets a snapshot: it is shorter. */
const bidsMax = 5_000

/** `recent`: the bids up to the last step, newest first. */
export function createTrail(start: LotView, recent: () => readonly BidView[]): Trail {
  /** Ascending; each begins where the one before ended. */
  let steps: Step[] = []
  let begin = start.version
  let current = start
  const made = new Map<number, Frame>()

  const snapshot = (): Frame => fullEvent('snapshot', current, recent().slice(0, shownBids))

  function make(from: number): Frame {
    const missed = steps.filter(({ after }) => after.version > from)
    const [first] = missed
    const bids = missed.toReversed().flatMap((step) => step.bids)
    if (first === undefined || from < begin || bids.length > bidsMax) return snapshot()
    // What everybody has is replaced.
    if (missed.some(({ retracts }) => retracts)) return snapshot()
    if (first.before.version === from) return stepEvent({ before: first.before, after: current, bids })
    return fullEvent(
      'lot',
      current,
      bids.filter(({ version }) => version > from),
    )
  }

  return {
    version: () => current.version,
    add(step) {
      steps.push(step)
      current = step.after
      made.clear()
    },
    since(from) {
      if (from >= current.version) return undefined
      const event = made.get(from) ?? make(from)
      made.set(from, event)
      return event
    },
    forget(version) {
      if ((steps[0]?.after.version ?? Number.POSITIVE_INFINITY) > version) return
      steps = steps.filter(({ after }) => after.version > version)
      begin = steps[0]?.before.version ?? current.version
    },
    restart(lot) {
      steps = []
      begin = lot.version
      current = lot
      made.clear()
    },
  }
}
