import { catalogEventFromWire, topicNames } from '@gavel/event-contracts'
import type { MessageConsumer } from '@gavel/messaging'
import { followLog, type LogOptions } from '../followLog.ts'
import { projectCatalog } from './projectCatalog.ts'

/**
 * Follows the catalogue. The group has another name than before there were products: code of then put those aside, so
 * that the log is read once more from its beginning.
 */
export const startCatalog = (options: LogOptions): Promise<MessageConsumer> =>
  followLog(options, {
    group: 'projector.catalog-with-products',
    topic: topicNames.catalogEvents,
    read: catalogEventFromWire,
    project: projectCatalog,
  })
