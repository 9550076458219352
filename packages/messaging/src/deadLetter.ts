import type { Refusal } from './consumer/refusal.ts'
import { deadLetterTopic } from './names.ts'
import type { Item } from './sender.ts'

/** An error may quote the whole message; the reader needs its beginning. */
const errorLengthMax = 1_000

/** The message as it came, with why, whence and when it was put aside. */
export function toDeadLetter(refusal: Refusal, group: string, now: Date): Item {
  const { topic, partition, message, reason, error } = refusal
  return {
    topic: deadLetterTopic(topic),
    partitionKey: message.key?.toString() ?? '',
    message: {
      key: message.key,
      value: message.value,
      headers: {
        ...message.headers,
        dlq_reason: reason,
        dlq_error: describe(error).slice(0, errorLengthMax),
        dlq_topic: topic,
        dlq_partition: String(partition),
        dlq_offset: message.offset,
        dlq_group: group,
        dlq_at: now.toISOString(),
      },
    },
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
