import type { AuctionEvent } from '@gavel/event-contracts'
import type { MessagingObserver } from '@gavel/messaging'
import { createLagGauge } from '@gavel/service-kit'
import prom from 'prom-client'
import type { ProjectedBatch } from './auction/projectBatch.ts'

export type ProjectorMetrics = {
  observer: MessagingObserver
  projected(batch: ProjectedBatch): void
  /** Asked at each scrape. */
  measureLag(group: string, lag: () => Promise<number>): void
}

/** `now` gives milliseconds since 1970. */
export function createProjectorMetrics(registry: prom.Registry, now: () => number): ProjectorMetrics {
  const registers = [registry]
  const events = new prom.Counter({
    name: 'projector_events_total',
    help: 'Events by whether they were new or had been folded before',
    labelNames: ['seen'],
    registers,
  })
  const batchSize = new prom.Histogram({
    name: 'projector_batch_events',
    help: 'Events in a batch',
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500],
    registers,
  })
  const pipelineLag = new prom.Histogram({
    name: 'projector_event_to_published_seconds',
    help: 'From when a new event occurred to when Kafka had the views with it',
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
    registers,
  })
  const deadLetters = new prom.Counter({
    name: 'projector_dead_letters_total',
    help: 'Messages put into the dead-letter topic; the lot they belong to stands still until they are put right',
    labelNames: ['topic', 'reason'],
    registers,
  })
  const retries = new prom.Counter({ name: 'projector_batch_retries_total', help: 'Batches tried again', registers })

  const measureLag = createLagGauge(registry, {
    name: 'projector_consumer_lag_messages',
    help: 'Events in the assigned partitions that are not yet handled, by what they are about',
  })

  const lagSec = (event: AuctionEvent, atMs: number): number => Math.max(0, atMs - Date.parse(event.occurredAt)) / 1_000

  return {
    observer: {
      deadLettered: ({ topic, reason, count }) => deadLetters.inc({ topic, reason }, count),
      retried: () => retries.inc(),
    },
    projected({ handled, seen, fresh }) {
      const atMs = now()
      batchSize.observe(handled)
      events.inc({ seen: 'true' }, seen)
      events.inc({ seen: 'false' }, fresh.length)
      for (const event of fresh) pipelineLag.observe(lagSec(event, atMs))
    },
    measureLag,
  }
}
