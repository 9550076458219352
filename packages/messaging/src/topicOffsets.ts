import { setTimeout as sleep } from 'node:timers/promises'
import kafkajs, { type Admin, type SeekEntry } from 'kafkajs'
import { backoffMs } from './backoff.ts'

type TopicOffsets = SeekEntry & { high: string; low: string }

/**
 * Ends and beginnings of the partitions, once all of them have a leader that knows it is one: after a topic was created
 * or a leader moved that takes a moment. Tries until the signal is aborted.
 */
export async function offsetsOf(admin: Admin, topic: string, signal: AbortSignal): Promise<TopicOffsets[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await admin.fetchTopicOffsets(topic)
    } catch (error) {
      if (signal.aborted || !isRetriable(error)) throw error
      await sleep(backoffMs(tries, { baseMs: 100, capMs: 1_000 }))
    }
  }
}

/** kafkajs's own opinion of its errors, also of what it wrapped after its tries. */
function isRetriable(error: unknown): boolean {
  return error instanceof kafkajs.KafkaJSError && (error.retriable || isRetriable(error.cause))
}
