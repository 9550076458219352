import { listRefused, outboxBacklog } from '@gavel/event-store'
import { countIn, givenTo, noneOf, runCommand } from '@gavel/operator'
import { onDatabase } from '../operator/onDatabase.ts'

const limitDefault = '50'

// `pnpm gavel outbox list [--limit <n>] [--json]`: events that Kafka has refused, and how much waits.
await runCommand(async () => {
  const { values, positionals } = givenTo('outbox list', { limit: { type: 'string' }, json: { type: 'boolean' } })
  noneOf(positionals)
  const limit = countIn(values.limit ?? limitDefault, '--limit')
  const { rows, backlog } = await onDatabase('outbox', async (pool) => ({
    rows: await listRefused(pool, limit),
    backlog: await outboxBacklog(pool),
  }))
  if (values.json) {
    console.log(JSON.stringify({ rows, backlog }, null, 2))
    return 0
  }
  for (const { id, status, topic, type, streamId, version, attempts, retryAt, createdAt, lastError } of rows) {
    const next = retryAt === null ? 'now' : retryAt.toISOString()
    console.log(`${id}  ${status}  ${type} ${version} of ${streamId} to ${topic}`)
    console.log(`    since ${createdAt.toISOString()}, refused ${attempts} times, next try ${next}: ${lastError ?? ''}`)
  }
  const oldestSec = (backlog.oldestAgeMs / 1_000).toFixed(1)
  console.log(`${backlog.new} to be sent (the oldest for ${oldestSec} s), ${backlog.failed} FAILED.`)
  return 0
})
