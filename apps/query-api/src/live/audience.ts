import type { Clock } from './clock.ts'
import { type Frame, viewersEvent } from './sse.ts'

/** A number of viewers that was told, and the how manieth it is. */
export type Told = { count: number; event: Frame }

/** How many watch a lot, and when they are told: at most once in 2 s, along with whatever is written then. */
export type Audience = {
  /** One more; what he is told on coming. */
  joined(): Told
  left(): void
  /** What everybody is to have been told by now. */
  told(): Told
  stop(): void
}

const everyMs = 2_000

/** `onDue`: what everybody is to be told has changed, and nothing else that was written has taken it along. */
export function createAudience({ clock, onDue }: { clock: Clock; onDue(): void }): Audience {
  let size = 0
  let told: Told = { count: 0, event: viewersEvent(0) }
  let toldAtMs = Number.NEGATIVE_INFINITY
  let hasChanged = false
  let stopped = false
  let cancel: (() => void) | undefined

  const dueInMs = (): number => Math.max(0, toldAtMs + everyMs - clock.nowMs())

  // Also when as many came as left: who came in between was told another number.
  function renew(): void {
    hasChanged = false
    toldAtMs = clock.nowMs()
    told = { count: told.count + 1, event: viewersEvent(size) }
  }

  function current(): Told {
    if (hasChanged && dueInMs() === 0) renew()
    return told
  }

  function change(by: number): void {
    size += by
    hasChanged = true
    if (stopped) return
    cancel ??= clock.after(dueInMs(), () => {
      cancel = undefined
      // Whatever the clock says: a timer may be early by a fraction of a millisecond.
      if (hasChanged) renew()
      onDue()
    })
  }

  return {
    joined() {
      change(1)
      const { count } = current()
      return { count, event: viewersEvent(size) }
    },
    left: () => change(-1),
    told: current,
    stop() {
      stopped = true
      cancel?.()
    },
  }
}
