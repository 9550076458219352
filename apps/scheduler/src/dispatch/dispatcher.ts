import type { OutgoingMessage } from '@gavel/messaging'
import type { Logger } from '@gavel/service-kit'
import type pg from 'pg'
import type { SchedulerMetrics } from '../metrics.ts'
import { claimDue } from '../timetable/claimDue.ts'
import type { ClaimedEntry } from '../timetable/entry.ts'
import { giveBack } from '../timetable/giveBack.ts'
import { commandFor } from './commands.ts'

export type Dispatcher = {
  /** Sends all that is due by now. Rejects when the database or Kafka is away; what was claimed is sent again later. */
  sendDue(): Promise<void>
  /** From now on no further batch is begun. */
  stop(): void
}

type DispatcherOptions = {
  pool: pg.Pool
  send(messages: readonly OutgoingMessage[]): Promise<void>
  now: () => number
  metrics: SchedulerMetrics
  logger: Pick<Logger, 'error'>
  /** Entries claimed by one statement and published by one send. */
  batchSize?: number
  /** Batches in one run; the next run goes on. */
  batchesMax?: number
}

/**
 * Claim, then publish. A process killed in between has written the back-off with the claim, so the entries come again;
 * one killed after publishing sends them twice, which the decider of the lot refuses. Neither loses a command.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { pool, send, now, metrics, logger, batchSize = 500, batchesMax = 100 } = options
  let stopped = false

  const publish = async (entries: readonly ClaimedEntry[]): Promise<void> => {
    const sentAt = new Date(now())
    try {
      await send(entries.map((entry) => commandFor(entry, sentAt)))
    } catch (error) {
      metrics.publishFailed(entries.length)
      // When this fails too, the back-off written with the claim stands.
      await giveBack(pool, new Date(now()), entries).catch((err: unknown) =>
        logger.error({ err }, 'claimed entries could not be given back'),
      )
      throw error
    }
    for (const entry of entries) metrics.sent(entry, now())
  }

  return {
    async sendDue() {
      let from = new Date(0)
      for (let batch = 0; batch < batchesMax && !stopped; batch += 1) {
        const entries = await claimDue(pool, { now: new Date(now()), limit: batchSize, from })
        if (entries.length > 0) await publish(entries)
        if (entries.length < batchSize) return
        from = entries.at(-1)?.dueAt ?? from
      }
    },
    stop() {
      stopped = true
    },
  }
}
