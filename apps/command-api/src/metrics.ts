import type { OutboxRelay, RelayMetrics, RuntimeMetrics, StoreMetrics } from '@gavel/event-store'
import type { MessagingObserver } from '@gavel/messaging'
import { createLagGauge } from '@gavel/service-kit'
import prom from 'prom-client'

export type CommandMetrics = {
  /** Of the streams of one kind, as in "auction". */
  runtime(kind: string): RuntimeMetrics
  store: StoreMetrics
  relay: RelayMetrics
  messaging: MessagingObserver
  /** Asked at each scrape. */
  measureBacklog(backlog: OutboxRelay['backlog']): void
  measureLag(group: string, lag: () => Promise<number>): void
}

/** What is worth watching on the write path: how full the batches are, how often instances meet, what was turned away. */
export function createCommandMetrics(registry: prom.Registry): CommandMetrics {
  const registers = [registry]
  const appendDuration = new prom.Histogram({
    name: 'event_store_append_duration_seconds',
    help: 'Time of one append statement, its commit included',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5],
    registers,
  })
  const batchEvents = new prom.Histogram({
    name: 'event_store_batch_events',
    help: 'Events in one append statement',
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000],
    registers,
  })
  const isolated = new prom.Counter({
    name: 'event_store_isolated_batches_total',
    help: 'Append statements that failed as a whole and were tried in parts',
    registers,
  })
  const connectionsLost = new prom.Counter({
    name: 'event_store_connections_lost_total',
    help: 'Connections lost in mid-append, by whether the outcome could be read back',
    labelNames: ['outcome'],
    registers,
  })
  const queued = new prom.Gauge({
    name: 'commands_queued',
    help: 'Commands waiting in the mailboxes of all streams, by what they are about',
    labelNames: ['kind'],
    registers,
  })
  const conflicts = new prom.Counter({
    name: 'command_conflicts_total',
    help: 'Batches decided again because another instance was quicker',
    registers,
  })
  const fallbacks = new prom.Counter({
    name: 'command_lock_fallbacks_total',
    help: 'Batches that took the lock of their stream after too many conflicts',
    registers,
  })
  const turnedAway = new prom.Counter({
    name: 'commands_turned_away_total',
    help: 'Commands answered retry_later, by reason',
    labelNames: ['reason'],
    registers,
  })
  const unknown = new prom.Counter({
    name: 'command_outcomes_unknown_total',
    help: 'Commands whose outcome could not be read back in time',
    registers,
  })
  const deadLetters = new prom.Counter({
    name: 'command_dead_letters_total',
    help: "The scheduler's commands put into the dead-letter topic",
    labelNames: ['reason'],
    registers,
  })

  const outboxBatch = new prom.Histogram({
    name: 'outbox_batch_events',
    help: 'Events in a batch that Kafka has acknowledged',
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000],
    registers,
  })
  const measureLag = createLagGauge(registry, {
    name: 'command_consumer_lag_messages',
    help: 'Messages in the assigned partitions that are not yet handled, by group',
  })
  const published = new prom.Counter({
    name: 'outbox_published_total',
    help: 'Events that Kafka has acknowledged',
    registers,
  })
  const publishFailures = new prom.Counter({
    name: 'outbox_publish_failures_total',
    help: 'Batches that Kafka did not acknowledge; they are sent again',
    registers,
  })
  const failedRows = new prom.Counter({
    name: 'outbox_failed_total',
    help: 'How often an event became FAILED: its stream is published no further until it goes through',
    registers,
  })

  return {
    relay: {
      published({ events }) {
        published.inc(events)
        outboxBatch.observe(events)
      },
      publishFailed: () => publishFailures.inc(),
      failed: () => failedRows.inc(),
    },
    measureBacklog: (backlog) => measureBacklog(registry, backlog),
    measureLag,
    store: {
      committed({ events, durationMs }) {
        appendDuration.observe(durationMs / 1_000)
        batchEvents.observe(events)
      },
      isolated: () => isolated.inc(),
      connectionLost: (appends, known) => connectionsLost.inc({ outcome: known ? 'known' : 'unknown' }, appends),
    },
    runtime: (kind) => ({
      queued: (commands) => queued.set({ kind }, commands),
      conflict: () => conflicts.inc(),
      fallback: () => fallbacks.inc(),
      retryLater: (reason, commands) => turnedAway.inc({ reason }, commands),
      outcomeUnknown: (commands) => unknown.inc(commands),
    }),
    messaging: { deadLettered: ({ reason, count }) => deadLetters.inc({ reason }, count) },
  }
}

function measureBacklog(registry: prom.Registry, backlog: OutboxRelay['backlog']): void {
  const registers = [registry]
  const oldest = new prom.Gauge({
    name: 'outbox_oldest_seconds',
    help: 'How long the oldest event has waited to be published',
    registers,
  })
  new prom.Gauge({
    name: 'outbox_backlog_events',
    help: 'Events not yet published, by status',
    labelNames: ['status'],
    registers,
    async collect() {
      // A scrape while the database is away still has everything else to tell.
      const now = await backlog().catch(() => undefined)
      this.set({ status: 'new' }, now?.new ?? Number.NaN)
      this.set({ status: 'failed' }, now?.failed ?? Number.NaN)
      oldest.set(now === undefined ? Number.NaN : now.oldestAgeMs / 1_000)
    },
  })
}
