import { memberEventFromWire, topicNames } from '@gavel/event-contracts'
import type { MessageConsumer } from '@gavel/messaging'
import { followLog, type LogOptions } from '../followLog.ts'
import { projectMembers } from './projectMembers.ts'

/** Follows what members keep for themselves. */
export const startMembers = (options: LogOptions): Promise<MessageConsumer> =>
  followLog(options, {
    group: 'projector.members',
    topic: topicNames.userEvents,
    read: memberEventFromWire,
    project: projectMembers,
  })
