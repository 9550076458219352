/**
 * Throughput of the decider runtime on one process and one database.
 * POSTGRES_URL=postgres://… node packages/event-store/bench/append.ts [seconds]
 * Makes a schema of its own in that database and drops it.
 */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { v7 } from 'uuid'
import { createDeciderRuntime, createEventStore, createOutboxRelay, type EventDraft } from '../src/index.ts'

const seconds = Number(process.argv[2] ?? 4)
const schema = `bench_${randomUUID().slice(0, 8)}`
const pool = new pg.Pool({
  connectionString: process.env.POSTGRES_URL,
  max: 8,
  options: `-c search_path=${schema} -c statement_timeout=10000`,
})

await pool.query(`create schema ${schema}`)
for (const script of ['event-store', 'outbox-retry']) {
  await pool.query(await readFile(new URL(`../sql/${script}.sql`, import.meta.url), 'utf8'))
}

for (const relayed of [false, true]) {
  await pool.query('truncate outbox_events')
  await measure('hot: 1 stream, 64 at once', 1, relayed)
  await measure('spread: 200 streams, 64 at once', 200, relayed)
}

await pool.query(`drop schema ${schema} cascade`)
await pool.end()

async function measure(name: string, streams: number, relayed: boolean): Promise<void> {
  let statements = 0
  let published = 0
  const relay = createOutboxRelay({
    pool,
    publish: async (records) => {
      published += records.length
    },
    isTransient: () => true,
  })
  const store = createEventStore(pool, {
    metrics: {
      committed: () => {
        statements += 1
      },
    },
    onAppended: () => relay.wake(),
  })
  const runtime = createDeciderRuntime<number, EventDraft, number>({
    store,
    streamType: 'auction',
    topic: 'auction.events',
    initial: 0,
    read: (event) => event.version,
    evolve: (count) => count + 1,
  })
  if (relayed) relay.start()
  const ids = Array.from({ length: streams }, () => v7())
  const latenciesMs: number[] = []
  const endsAtMs = performance.now() + seconds * 1_000
  const cpuBefore = process.cpuUsage()
  const oneCaller = async (): Promise<void> => {
    while (performance.now() < endsAtMs) {
      const streamId = ids[Math.floor(Math.random() * ids.length)] ?? ''
      const startedAtMs = performance.now()
      const executed = await runtime.execute(streamId, (_, version) => ({ events: [bid(version)], answer: version }))
      if (executed.kind !== 'decided') throw new Error(executed.kind)
      latenciesMs.push(performance.now() - startedAtMs)
    }
  }
  await Promise.all(Array.from({ length: 64 }, oneCaller))
  const cpu = process.cpuUsage(cpuBefore)
  await runtime.stop()
  const publishedInTime = published
  await relay.stop()
  latenciesMs.sort((a, b) => a - b)
  const at = (share: number) => (latenciesMs[Math.floor(latenciesMs.length * share)] ?? 0).toFixed(1)
  const cpuMs = (cpu.user + cpu.system) / 1_000
  console.log(
    `${name}${relayed ? ' + relay' : ''}: ${Math.round(latenciesMs.length / seconds)} appends/s, ${Math.round(statements / seconds)} statements/s,`,
    `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, process ${Math.round(cpuMs / seconds / 10)} % of a core, ${((cpuMs * 1_000) / latenciesMs.length).toFixed(1)} µs each`,
    relayed ? `published ${publishedInTime} of ${latenciesMs.length} at the end` : '',
  )
}

function bid(version: number): EventDraft {
  return {
    id: v7(),
    type: 'bid.placed',
    schemaVersion: 1,
    occurredAt: new Date().toISOString(),
    data: {
      bidId: randomUUID(),
      bidderId: randomUUID(),
      paddleNumber: 17,
      amount: 10_000 + version,
      kind: 'exact',
      price: 10_000 + version,
    },
    metadata: {
      actor: randomUUID(),
      correlationId: randomUUID(),
      causationId: randomUUID(),
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    },
  }
}
