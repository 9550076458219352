import * as z from 'zod/mini'
import { type Bid, bid, lotChanges, type PublicLot, publicLot } from '../api/lot.ts'

/** A lot as it is followed live. Bids newest first: the latest, and all that have come since. */
export type LiveLot = {
  lot: PublicLot
  bids: readonly Bid[]
  /** Streams of this lot that are open now; undefined until it was told. */
  viewers: number | undefined
}

export type StreamEvent = { event?: string | undefined; data: string }

const shownMax = 100

const step = z.object({ lot: lotChanges, bids: z.array(bid) })
const viewersEvent = z.object({ viewers: z.number() })

/**
 * The lot after one more event of its stream; the same object when the event tells nothing new. An older version never
 * replaces a newer one, whatever order events come in: what a person has seen does not go back.
 */
export function withEvent(before: LiveLot | undefined, { event, data }: StreamEvent): LiveLot | undefined {
  switch (event) {
    case 'snapshot':
    case 'lot':
      return withStep(before, step.parse(JSON.parse(data)), event === 'snapshot')
    case 'viewers':
      return before && { ...before, viewers: viewersEvent.parse(JSON.parse(data)).viewers }
    default:
      return before
  }
}

function withStep(
  before: LiveLot | undefined,
  { lot: changes, bids }: z.infer<typeof step>,
  replaces: boolean,
): LiveLot | undefined {
  if (before !== undefined && (changes.version ?? 0) <= before.lot.version) return before
  const whole = publicLot.safeParse({ ...before?.lot, ...changes })
  if (!whole.success) return before
  const known = new Set(bids.map(({ id }) => id))
  const kept = replaces || before === undefined ? [] : before.bids.filter(({ id }) => !known.has(id))
  return { viewers: before?.viewers, lot: whole.data, bids: [...bids, ...kept].slice(0, shownMax) }
}
