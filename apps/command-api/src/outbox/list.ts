import { listRefused, outboxBacklog } from '@gavel/event-store'
import { argumentsAs, countIn, onDatabase } from './commandLine.ts'

const limitDefault = '50'

// `pnpm outbox:list [--limit <n>] [--json]`: events that Kafka has refused, and how much waits.
await onDatabase(async (pool) => {
  const { limit = limitDefault, json = false } = argumentsAs({ limit: { type: 'string' }, json: { type: 'boolean' } })
  const rows = await listRefused(pool, countIn(limit, '--limit'))
  const backlog = await outboxBacklog(pool)
  if (json) {
    console.log(JSON.stringify({ rows, backlog }, null, 2))
    return
  }
  for (const { id, status, topic, type, streamId, version, attempts, retryAt, createdAt, lastError } of rows) {
    const next = retryAt === null ? 'now' : retryAt.toISOString()
    console.log(`${id}  ${status}  ${type} ${version} of ${streamId} to ${topic}`)
    console.log(`    since ${createdAt.toISOString()}, refused ${attempts} times, next try ${next}: ${lastError ?? ''}`)
  }
  const oldestSec = (backlog.oldestAgeMs / 1_000).toFixed(1)
  console.log(`${backlog.new} to be sent (the oldest for ${oldestSec} s), ${backlog.failed} FAILED.`)
})
