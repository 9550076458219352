import { type MemberEvent, memberViewToWire } from '@gavel/event-contracts'
import type { MessageProducer } from '@gavel/messaging'
import type pg from 'pg'
import { publishNewest } from '../publishNewest.ts'
import { overtakenMarks } from '../sql/overtakenMarks.ts'
import { saveMarks } from '../sql/saveMarks.ts'
import { type Mark, markKey, markOf, viewOf } from './mark.ts'

/**
 * Stores what the events say and publishes what is stored now, also for events seen before: a crash in between heals.
 *
 * @throws ViewsUndelivered, and whatever the database throws.
 */
export async function projectMembers(
  { pool, producer }: { pool: pg.Pool; producer: MessageProducer },
  events: readonly MemberEvent[],
): Promise<void> {
  const newest = newestOf(events)
  const toWire = (mark: Mark) => {
    const event = newest.get(markKey(mark))
    if (event === undefined) throw new Error(`no event of this batch is about ${markKey(mark)}`)
    return memberViewToWire(viewOf(mark, event.metadata))
  }
  const marks = await saveMarks(pool, [...newest.values()].map(markOf))
  await publishNewest(marks, { producer, toWire, overtaken: (published) => overtakenMarks(pool, published) })
}

/** The newest event of each mark, which is the last one unless the log was sent again. */
function newestOf(events: readonly MemberEvent[]): ReadonlyMap<string, MemberEvent> {
  const newest = new Map<string, MemberEvent>()
  for (const event of events) {
    const key = markKey(markOf(event))
    if (event.version > (newest.get(key)?.version ?? 0)) newest.set(key, event)
  }
  return newest
}
