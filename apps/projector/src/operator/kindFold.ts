import type { WireInput } from '@gavel/event-contracts'
import type { KindCheck, OfStream, StoredAt } from '@gavel/operator'

/** How `check` folds the streams of one kind, and what it tells of each event. */
export type KindFold<State, Event> = {
  check: KindCheck
  read(input: WireInput): Event
  /** @throws Error when the event cannot follow: the log is broken */
  next(state: State | undefined, event: Event): State
  at(state: State): StoredAt
  /** The views that follow from the event. */
  tell(state: State, event: Event, of: OfStream): Promise<void>
}

export type Folding = {
  check: KindCheck
  /** The next event of the stream that the check has begun. */
  take(input: WireInput, of: OfStream): Promise<void>
}

/** Folds one stream after the other, and holds what is stored against it. */
export function folding<State, Event>({ check, read, next, at, tell }: KindFold<State, Event>): Folding {
  let state: State | undefined
  let isBroken = false

  function folded(event: Event, version: number): State | undefined {
    try {
      return next(state, event)
    } catch (error) {
      isBroken = true
      check.broken(`event ${version} cannot be folded: ${error instanceof Error ? error.message : error}`)
      return undefined
    }
  }

  return {
    check: {
      ...check,
      begin(id) {
        state = undefined
        isBroken = false
        return check.begin(id)
      },
    },
    async take(input, of) {
      if (isBroken) return
      const event = read(input)
      const after = folded(event, of.version)
      if (after === undefined) return
      state = after
      check.folded(of.version, () => at(after))
      await tell(after, event, of)
    },
  }
}
