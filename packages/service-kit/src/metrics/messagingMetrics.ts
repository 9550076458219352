import prom from 'prom-client'

const bucketsSec = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** What every service that reads or writes topics measures alike: hooks for the messaging package's observer. */
export function createMessagingMetrics(registry: prom.Registry): {
  inHand(event: { group: string; topic: string; partition: number; sinceMs: number | null }): void
  batchHandled(event: { group: string; topic: string; count: number; durationMs: number }): void
  produced(event: { count: number; durationMs: number }): void
} {
  const registers = [registry]
  const handled = new prom.Counter({
    name: 'messaging_handled_total',
    help: 'Messages handled, or put aside, by group and topic',
    labelNames: ['group', 'topic'],
    registers,
  })
  const handleDuration = new prom.Histogram({
    name: 'messaging_handle_duration_seconds',
    help: 'Time from a batch of messages to its committed offsets, tries included',
    labelNames: ['group', 'topic'],
    buckets: bucketsSec,
    registers,
  })
  const sent = new prom.Counter({
    name: 'messaging_sent_total',
    help: 'Messages that Kafka has acknowledged',
    registers,
  })
  const sendDuration = new prom.Histogram({
    name: 'messaging_send_duration_seconds',
    help: 'Time from a batch of messages to the acknowledgement of all of them',
    buckets: bucketsSec,
    registers,
  })
  const inHand = new Map<string, Map<string, number>>()
  new prom.Gauge({
    name: 'messaging_oldest_in_hand_seconds',
    help: 'How long ago the oldest message was sent that a consumer has in hand, by group; 0 when it has none',
    labelNames: ['group'],
    registers,
    collect() {
      const now = Date.now()
      for (const [group, partitions] of inHand) {
        this.set({ group }, Math.max(0, ...Array.from(partitions.values(), (sinceMs) => now - sinceMs)) / 1_000)
      }
    },
  })
  return {
    inHand({ group, topic, partition, sinceMs }) {
      const partitions = inHand.get(group) ?? new Map<string, number>()
      inHand.set(group, partitions)
      if (sinceMs === null) partitions.delete(`${topic}:${partition}`)
      else partitions.set(`${topic}:${partition}`, sinceMs)
    },
    batchHandled({ group, topic, count, durationMs }) {
      handled.inc({ group, topic }, count)
      handleDuration.observe({ group, topic }, durationMs / 1_000)
    },
    produced({ count, durationMs }) {
      sent.inc(count)
      sendDuration.observe(durationMs / 1_000)
    },
  }
}
