import type { KafkaMessage } from 'kafkajs'
import { toHeaders } from '../headers.ts'
import { InvalidMessage } from '../invalidMessage.ts'
import type { ReceivedMessage } from '../types.ts'
import type { Refusal } from './refusal.ts'

type Accepted<T> = { kind: 'accepted'; message: KafkaMessage; value: T }
type Refused = { kind: 'refused'; message: KafkaMessage; refusal: Refusal }
/** A message of a batch: read, or not readable. */
export type Entry<T> = Accepted<T> | Refused

/** Where a message came from: the topic by both its names. */
export type Source = { topic: string; shortTopic: string; partition: number }

/** `traceparent`: in place of the message's own, for what is done for it. */
export function readEntry<T>(
  source: Source,
  message: KafkaMessage,
  decode: (message: ReceivedMessage) => T,
  traceparent?: string,
): Entry<T> {
  try {
    const received = toReceived(source, message)
    if (traceparent !== undefined) received.headers.traceparent = traceparent
    return { kind: 'accepted', message, value: decode(received) }
  } catch (error) {
    const reason = error instanceof InvalidMessage ? 'invalid_message' : 'decode_failed'
    return { kind: 'refused', message, refusal: { ...source, message, reason, error } }
  }
}

function toReceived({ shortTopic, partition }: Source, message: KafkaMessage): ReceivedMessage {
  if (message.key === null) throw new InvalidMessage('The message has no key')
  return {
    topic: shortTopic,
    partition,
    offset: message.offset,
    key: message.key.toString(),
    value: message.value,
    headers: toHeaders(message.headers),
    timestampMs: Number(message.timestamp),
  }
}
