import { type MemberEvent, memberViewToWire } from '@gavel/event-contracts'
import type { MessageProducer } from '@gavel/messaging'
import type pg from 'pg'
import { ViewsUndelivered } from '../auction/publishViews.ts'
import { saveMarks } from '../sql/saveMarks.ts'
import { markKey, markOf, viewOf } from './mark.ts'

/**
 * Stores what the events say and publishes what is stored now, also for events seen before: a crash in between heals,
 * and of two projectors in a rebalance the later one to publish tells the newest.
 *
 * @throws ViewsUndelivered, and whatever the database throws.
 */
export async function projectMembers(
  { pool, producer }: { pool: pg.Pool; producer: MessageProducer },
  events: readonly MemberEvent[],
): Promise<void> {
  const newest = new Map(events.map((event) => [markKey(markOf(event)), event]))
  const stored = await saveMarks(pool, [...newest.values()].map(markOf))
  const messages = stored.flatMap((mark) => {
    const event = newest.get(markKey(mark))
    return event === undefined ? [] : [memberViewToWire(viewOf(mark, event.metadata))]
  })
  try {
    if (messages.length > 0) await producer.send(messages)
  } catch (cause) {
    throw new ViewsUndelivered(`${messages.length} views of members were not confirmed`, { cause })
  }
}
