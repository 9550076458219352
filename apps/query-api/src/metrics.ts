import type { AuctionView, CatalogView, MemberView, OrderView } from '@gavel/event-contracts'
import type { MessagingObserver } from '@gavel/messaging'
import { createLagGauge } from '@gavel/service-kit'
import prom from 'prom-client'

export type MaterialisedView = AuctionView | CatalogView | MemberView | { type: 'order.view'; data: OrderView }

export type QueryMetrics = {
  observer: MessagingObserver
  /** Views that can be read from the store from now on. */
  materialised(views: readonly MaterialisedView[]): void
  /** Views that live viewers have from now on. */
  shown(views: readonly AuctionView[]): void
  viewerDropped(): void
  /** Asked at each scrape. */
  measure(gauges: { viewers(): number; waiting(): number; hotLots(): number }): void
  /** Asked at each scrape; `group`: what its views are about. */
  measureLag(group: string, lag: () => Promise<number>): void
}

const secondsBuckets = [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]

/** `now` gives milliseconds since 1970. */
export function createQueryMetrics(registry: prom.Registry, now: () => number): QueryMetrics {
  const registers = [registry]
  const views = new prom.Counter({
    name: 'query_views_total',
    help: 'Views received',
    labelNames: ['type', 'way'],
    registers,
  })
  const visibleAfter = new prom.Histogram({
    name: 'query_event_to_visible_seconds',
    help: 'From when an event occurred to when its lot or order could be read (way=store) or was shown to live viewers (way=live)',
    labelNames: ['type', 'way'],
    buckets: secondsBuckets,
    registers,
  })
  const refused = new prom.Counter({
    name: 'query_refused_messages_total',
    help: 'Messages put into the dead-letter topic, or passed over by the live follower',
    labelNames: ['topic', 'reason'],
    registers,
  })
  const retries = new prom.Counter({ name: 'query_batch_retries_total', help: 'Batches tried again', registers })
  const dropped = new prom.Counter({
    name: 'query_viewers_dropped_total',
    help: 'Streams cut off because their client took less than came',
    registers,
  })

  const measureLag = createLagGauge(registry, {
    name: 'query_consumer_lag_messages',
    help: 'Views in the assigned partitions that are not yet stored, by what they are about; live: not yet shown',
  })

  function count(way: 'store' | 'live', received: readonly MaterialisedView[]): void {
    const atMs = now()
    for (const { type, data } of received) {
      views.inc({ type, way })
      if (type !== 'lot.view' && type !== 'order.view') continue
      visibleAfter.observe({ type, way }, Math.max(0, atMs - Date.parse(data.updatedAt)) / 1_000)
    }
  }

  const gauge = (name: string, help: string, value: () => number | Promise<number>): void => {
    new prom.Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await value())
      },
    })
  }

  return {
    observer: {
      deadLettered: ({ topic, reason, count: messages }) => refused.inc({ topic, reason }, messages),
      skipped: ({ topic, reason, count: messages }) => refused.inc({ topic, reason }, messages),
      retried: () => retries.inc(),
    },
    materialised: (received) => count('store', received),
    shown: (received) => count('live', received),
    viewerDropped: () => dropped.inc(),
    measure({ viewers, waiting, hotLots }) {
      gauge('query_viewers', 'Open streams', viewers)
      gauge('query_waiting_readers', 'Requests that wait for a version', waiting)
      gauge('query_hot_lots', 'Lots in memory', hotLots)
    },
    measureLag,
  }
}
