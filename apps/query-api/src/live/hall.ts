import type { BidView, LotView } from '@gavel/event-contracts'
import { createAudience } from './audience.ts'
import type { Clock } from './clock.ts'
import type { Step } from './lotTimeline.ts'
import { createRounds } from './rounds.ts'
import { createRow, type Row, rowSize } from './row.ts'
import { type Frame, together } from './sse.ts'
import { createTrail } from './trail.ts'
import type { Viewer } from './viewer.ts'

/** The viewers of one lot, in rows, and what they have yet to see. */
export type Hall = {
  show(step: Step): void
  /** `first`: what a newcomer lacks up to `version`. Returns how he leaves. */
  enter(viewer: Viewer, first: Frame | undefined, version: number): () => void
  /** The lot goes on from here, whatever was missed: everybody gets a snapshot. */
  restart(lot: LotView): void
  /** Sends what waits to be merged with more. */
  flush(): void
  stop(): void
}

/** `recent`: the bids up to the last step, newest first. */
export function createHall(start: LotView, recent: () => readonly BidView[], clock: Clock): Hall {
  const trail = createTrail(start, recent)
  const rounds = createRounds<Row>({ clock, onWritten: forget })
  const audience = createAudience({ clock, onDue: () => rounds.wake() })
  const source = { version: trail.version, since: trail.since, told: audience.told }

  function forget(): void {
    trail.forget(Math.min(trail.version(), ...rounds.rows().map((row) => row.version())))
  }

  function rowWithRoom(): Row {
    const known = rounds.rows().find((row) => row.size() < rowSize)
    if (known !== undefined) return known
    const row = createRow(source)
    rounds.add(row)
    return row
  }

  return {
    show(step) {
      trail.add(step)
      if (rounds.rows().length === 0) forget()
      rounds.wake()
    },
    enter(viewer, first, version) {
      const { count, event } = audience.joined()
      const greeting = together(first, event)
      if (greeting !== undefined) viewer.send(greeting)
      const row = rowWithRoom()
      row.add(viewer, version, count)
      return () => {
        row.remove(viewer)
        if (row.size() === 0) rounds.remove(row)
        audience.left()
      }
    },
    restart(lot) {
      trail.restart(lot)
      rounds.wake()
    },
    flush: rounds.flush,
    stop() {
      rounds.stop()
      audience.stop()
    },
  }
}
