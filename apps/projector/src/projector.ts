import { auctionEventFromWire, topicNames } from '@gavel/event-contracts'
import type { MessageConsumer } from '@gavel/messaging'
import { projectBatch } from './auction/projectBatch.ts'
import { followLog, type LogOptions } from './followLog.ts'
import type { ProjectorMetrics } from './metrics.ts'

export type ProjectorOptions = LogOptions & { metrics: Pick<ProjectorMetrics, 'projected'> }

/** A view is so much later for it, but only while bids pour in: at a hundred a second people wait for each. */
const pace = { paceMs: 40, paceInFullFrom: 8 }

/** Follows the log of auctions. */
export const startProjector = (options: ProjectorOptions): Promise<MessageConsumer> =>
  followLog(options, {
    group: 'projector',
    topic: topicNames.auctionEvents,
    read: auctionEventFromWire,
    ...pace,
    async project(stores, events) {
      options.metrics.projected(await projectBatch(stores, events))
    },
  })
