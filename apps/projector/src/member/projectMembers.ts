import { type MemberEvent, memberViewToWire } from '@gavel/event-contracts'
import type { MessageProducer } from '@gavel/messaging'
import type pg from 'pg'
import { ViewsUndelivered } from '../auction/publishViews.ts'
import { overtakenMarks } from '../sql/overtakenMarks.ts'
import { saveMarks } from '../sql/saveMarks.ts'
import { type Mark, markKey, markOf, viewOf } from './mark.ts'

/** As with lots: two projectors overtake each other for the moment of a rebalance. */
const overtakenMax = 20

/**
 * Stores what the events say and publishes what is stored now, also for events seen before: a crash in between heals.
 * Whoever finds, after publishing, that another projector has stored something newer, publishes that again: the last
 * view in the compacted topic is the newest.
 *
 * @throws ViewsUndelivered, and whatever the database throws.
 */
export async function projectMembers(
  { pool, producer }: { pool: pg.Pool; producer: MessageProducer },
  events: readonly MemberEvent[],
): Promise<void> {
  const newest = newestOf(events)
  const publish = async (marks: readonly Mark[]) => {
    const messages = marks.flatMap((mark) => {
      const event = newest.get(markKey(mark))
      return event === undefined ? [] : [memberViewToWire(viewOf(mark, event.metadata))]
    })
    try {
      await producer.send(messages)
    } catch (cause) {
      throw new ViewsUndelivered(`${messages.length} views of members were not confirmed`, { cause })
    }
  }
  let marks = await saveMarks(pool, [...newest.values()].map(markOf))
  for (let round = 0; round <= overtakenMax; round += 1) {
    if (marks.length > 0) await publish(marks)
    marks = await overtakenMarks(pool, marks)
    if (marks.length === 0) return
  }
  throw new ViewsUndelivered(`marks were overtaken ${overtakenMax} times while their views were published`)
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
