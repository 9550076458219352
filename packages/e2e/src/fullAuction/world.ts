import type { AuctionCommandMessage, AuctionEvent } from '@gavel/event-contracts'
import { expect } from '@jest/globals'
import type { Gavel } from '../gavel.ts'
import { readLog } from '../log.ts'
import type { ListedLot } from '../lots.ts'
import type { TopicFollower } from '../topic.ts'
import { until } from '../until.ts'

/** One system, and all that its services tell each other about its lots. */
export type World = {
  gavel: Gavel
  events: TopicFollower<AuctionEvent>
  /** Of the scheduler. */
  commands: TopicFollower<AuctionCommandMessage>
}

/** Each event of the lot's log is on the topic exactly once and in order, and nothing else is. */
export async function checkTopic({ gavel, events }: World, lot: ListedLot): Promise<void> {
  const logged = (await readLog(gavel, lot.id)).map(({ type, version }) => ({ type, version }))
  const onTopic = () => events.messages().filter(({ auctionId }) => auctionId === lot.id)
  await until('the topic has the whole log', async () => {
    expect(onTopic().length).toBeGreaterThanOrEqual(logged.length)
    // Also what came twice has been read by now.
    expect(await events.lag()).toBe(0)
  })
  expect(onTopic().map(({ type, version }) => ({ type, version }))).toEqual(logged)
}
