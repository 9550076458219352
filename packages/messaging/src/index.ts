export { InvalidMessage } from './invalidMessage.ts'
export type { MessagingLogger } from './logger.ts'
export { MessagesRefused, type RefusedMessage } from './messagesRefused.ts'
export { createMessaging, type MessagingOptions } from './messaging.ts'
export type { MessagingObserver } from './observer.ts'
export type { DeadLetter, DeadLetters } from './operator/deadLetters.ts'
export type { GroupState } from './operator/groups.ts'
export { isRefused } from './refused.ts'
export type { MessagingTracer, Traced } from './tracer.ts'
export type {
  ConsumeOptions,
  FollowOptions,
  MessageConsumer,
  MessageProducer,
  Messaging,
  OutgoingMessage,
  PaceOptions,
  ReceivedMessage,
  TopicSpec,
} from './types.ts'
