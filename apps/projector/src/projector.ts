import { auctionEventFromWire, topicNames } from '@gavel/event-contracts'
import type { MessageConsumer } from '@gavel/messaging'
import { projectBatch } from './auction/projectBatch.ts'
import { followLog, type LogOptions } from './followLog.ts'
import type { ProjectorMetrics } from './metrics.ts'

export type ProjectorOptions = LogOptions & { metrics: Pick<ProjectorMetrics, 'projected'> }

/** Two of these (here and in query-api) are the most that a view is later for it, and only while bids pour in. */
const paceMs = 40

/** Follows the log of auctions. */
export const startProjector = (options: ProjectorOptions): Promise<MessageConsumer> =>
  followLog(options, {
    group: 'projector',
    topic: topicNames.auctionEvents,
    read: auctionEventFromWire,
    paceMs,
    async project(stores, events) {
      options.metrics.projected(await projectBatch(stores, events))
    },
  })
