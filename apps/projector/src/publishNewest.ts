import type { WireMessage } from '@gavel/event-contracts'
import type { MessageProducer } from '@gavel/messaging'
import { sendViews, ViewsUndelivered } from './auction/publishViews.ts'

/** Two projectors overtake each other for the moment of a rebalance; beyond this something else is wrong. */
const overtakenMax = 20

/**
 * Publishes what is stored. Whoever finds, after publishing, that another projector has stored something newer, publishes
 * that again: the last view of each in the compacted topic is the newest. `overtaken`: of those that were published, what
 * is stored in a newer version by now.
 *
 * @throws ViewsUndelivered, and whatever `overtaken` throws.
 */
export async function publishNewest<Stored>(
  stored: readonly Stored[],
  options: {
    producer: MessageProducer
    toWire: (stored: Stored) => WireMessage
    overtaken: (published: readonly Stored[]) => Promise<readonly Stored[]>
  },
): Promise<void> {
  const { producer, toWire, overtaken } = options
  let views = stored
  for (let round = 0; round <= overtakenMax; round += 1) {
    if (views.length > 0) await sendViews(producer, views.map(toWire))
    views = await overtaken(views)
    if (views.length === 0) return
  }
  throw new ViewsUndelivered(`views were overtaken ${overtakenMax} times while they were published`)
}
