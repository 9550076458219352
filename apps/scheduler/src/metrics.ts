import type { MessagingObserver } from '@gavel/messaging'
import { createLagGauge } from '@gavel/service-kit'
import prom from 'prom-client'
import type { Backlog } from './timetable/backlog.ts'
import type { ClaimedEntry } from './timetable/entry.ts'

export type SchedulerMetrics = {
  messaging: MessagingObserver
  backlog(backlog: Backlog): void
  sent(entry: ClaimedEntry, nowMs: number): void
  publishFailed(count: number): void
  /** Asked at each scrape. */
  measureLag(group: string, lag: () => Promise<number>): void
}

const latenessBucketsSec = [0.1, 0.25, 0.5, 1, 1.5, 2, 5, 15, 60, 300, 3_600]

export function createSchedulerMetrics(registry: prom.Registry): SchedulerMetrics {
  const registers = [registry]
  const due = new prom.Gauge({
    name: 'scheduler_due_backlog',
    help: 'Entries whose time has come and whose answer has not been seen',
    registers,
  })
  const oldestOverdue = new prom.Gauge({
    name: 'scheduler_oldest_overdue_seconds',
    help: 'For how long the oldest of them has been due',
    registers,
  })
  const sent = new prom.Counter({
    name: 'scheduler_commands_sent_total',
    help: 'Commands published; attempt: first or repeated',
    labelNames: ['kind', 'attempt'],
    registers,
  })
  const failed = new prom.Counter({
    name: 'scheduler_publish_failures_total',
    help: 'Commands that could not be published and were given back',
    registers,
  })
  const lateness = new prom.Histogram({
    name: 'scheduler_lateness_seconds',
    help: 'From the due time to the first time the command was published',
    labelNames: ['kind'],
    buckets: latenessBucketsSec,
    registers,
  })
  const deadLetters = new prom.Counter({
    name: 'scheduler_dead_letters_total',
    help: 'Events put into the dead-letter topic: their lots and orders may not fall due until they are put right',
    labelNames: ['reason'],
    registers,
  })

  const measureLag = createLagGauge(registry, {
    name: 'scheduler_consumer_lag_messages',
    help: 'Events in the assigned partitions that are not yet in the timetable, by what they are about',
  })

  return {
    messaging: { deadLettered: ({ reason, count }) => deadLetters.inc({ reason }, count) },
    backlog(backlog) {
      due.set(backlog.due)
      oldestOverdue.set(backlog.oldestOverdueMs / 1_000)
    },
    sent({ kind, dueAt, attempts }, nowMs) {
      sent.inc({ kind, attempt: attempts === 1 ? 'first' : 'repeated' })
      if (attempts === 1) lateness.observe({ kind }, (nowMs - dueAt.getTime()) / 1_000)
    },
    publishFailed(count) {
      failed.inc(count)
    },
    measureLag,
  }
}
