import { setTimeout as sleep } from 'node:timers/promises'
import type { EachBatchPayload } from 'kafkajs'
import { backoffMs } from '../backoff.ts'
import { commitAttempts } from '../limits.ts'
import { isGroupError } from './groupErrors.ts'

/**
 * Commits the offset after the last finished message. Through the payload, since kafkajs's own `commitOffsets` does
 * nothing, and says nothing, once the consumer is stopping; the payload's does not retry, so that is done here.
 */
export async function commit({ batch, commitOffsetsIfNecessary }: EachBatchPayload, next: bigint): Promise<void> {
  const partitions = [{ partition: batch.partition, offset: next.toString() }]
  for (let tries = 1; ; tries += 1) {
    try {
      return await commitOffsetsIfNecessary({ topics: [{ topic: batch.topic, partitions }] })
    } catch (error) {
      if (isGroupError(error) || tries >= commitAttempts) throw error
      await sleep(backoffMs(tries, { baseMs: 200, capMs: 1_000 }))
    }
  }
}
