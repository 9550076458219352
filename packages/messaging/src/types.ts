import type { DeadLetters } from './operator/deadLetters.ts'
import type { GroupState } from './operator/groups.ts'

/** What is sent. The topic is named without the prefix of the installation. */
export type OutgoingMessage = {
  topic: string
  key: string
  /** null is a tombstone: a compacted topic forgets the key. */
  value: Buffer | null
  headers: Record<string, string>
  /** What the partition is chosen by; the key when left out. */
  partitionKey?: string
}

/** What was received. The topic is named without the prefix of the installation. */
export type ReceivedMessage = {
  topic: string
  partition: number
  offset: string
  key: string
  value: Buffer | null
  headers: Record<string, string>
  timestampMs: number
}

export type TopicSpec = {
  name: string
  partitions: number
  cleanup: 'delete' | 'compact'
  /** How long a message is kept; -1 for ever. The broker's default when left out. */
  retentionMs?: number
}

/** How a consumer leaves its batches time to fill. */
export type PaceOptions = {
  /**
   * The least time from one fetch that brought something to the next, 0 when left out. At rest nothing waits; under load
   * batches fill, and a batch costs the same round trips whether it holds one message or hundreds.
   */
  paceMs?: number
  /** After a batch of fewer messages than this, only as large a part of the pace: for what people watch. 1 when left out. */
  paceInFullFrom?: number
}

type HandlerOptions<T> = PaceOptions & {
  topics: readonly string[]
  /** Throws InvalidMessage (or anything): the message is refused, the rest goes on. */
  decode(message: ReceivedMessage): T
  /** At most maxBatch messages; those of one partition in order, several partitions one after the other. May see a message again after a rebalance, restart or failure. Throws
   * MessagesRefused when all but some are handled: those are refused, and the others do not come again. */
  handle(batch: readonly T[]): Promise<void>
  /** Transient: the same batch is tried again. Otherwise the message that fails is refused. */
  isTransient(error: unknown): boolean
  /** 500 when left out. */
  maxBatch?: number
  /** Tries of one batch that fails transiently, with back-off between them; 10 when left out (about 10 s). */
  maxAttempts?: number
  /** Called once, when this consumer has stopped for good: end the process and start again. */
  onFatal(error: unknown): void
}

export type ConsumeOptions<T> = HandlerOptions<T> & { groupId: string }
export type FollowOptions<T> = HandlerOptions<T> & { name: string }

export type MessageProducer = {
  /** Resolves when every in-sync replica has all of them; rejects within 10 s otherwise (some may have been written). */
  send(messages: readonly OutgoingMessage[]): Promise<void>
  stop(): Promise<void>
}

export type MessageConsumer = {
  /** Rejects when not in the group, or when the last fetch is older than 15 s. */
  check(): Promise<void>
  /** Messages in the assigned partitions that are not yet handled. Asks the broker: for a metrics scrape, not for a hot path. */
  lag(): Promise<number>
  /** Finishes the batch in hand, commits it and leaves the group; gives up waiting after 8 s. */
  stop(): Promise<void>
}

export type Messaging = {
  /** Creates what is missing, each with its `<name>.dlq`, and corrects the configuration of what is there. */
  ensureTopics(specs: readonly TopicSpec[]): Promise<void>
  createProducer(): Promise<MessageProducer>
  /** One of a group: each message goes to one member, from the beginning of the log, offsets committed after handle. */
  consume<T>(options: ConsumeOptions<T>): Promise<MessageConsumer>
  /** Every instance sees every message sent after this resolves; nothing is committed. */
  follow<T>(options: FollowOptions<T>): Promise<MessageConsumer>
  /** Messages that a group has not handled and committed, of all partitions, whichever instance has them. */
  groupLag(groupId: string, topics: readonly string[]): Promise<number>
  /** Where a group that has no members goes on: with what was written since then. */
  beginAt(groupId: string, topics: readonly string[], since: Date): Promise<void>
  /** Every group that has to do with these topics, with what it is behind in each. */
  groups(topics: readonly string[]): Promise<readonly GroupState[]>
  /** What consumers have put aside. */
  deadLetters: DeadLetters
  /** A round trip to the broker; rejects after 1 s. */
  check(): Promise<void>
  /** Stops everything this object made. */
  stop(): Promise<void>
}
