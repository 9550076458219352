import type pg from 'pg'
import { jitteredMs, withDeadline } from '../backOff.ts'
import { shardOf } from '../shard.ts'
import { markRefused, markSent } from './marks.ts'
import { rowsOfKey } from './rows.ts'
import type { OutboxRecord, RelayLimits, RelayLogger, RelayMetrics } from './types.ts'

type Suspect = { failures: number; dueAtMs: number }

/** Records by key, each key's in order. */
type Keys = readonly (readonly OutboxRecord[])[]

type Parting = {
  /** Whether failures that would pass are parted too. */
  partTransient: boolean
  guilty: Map<string, NotPublished>
  failuresInARow: number
  published: boolean
}

export type Delivery = {
  /** Keys that are tried separately at present, and are to be left out of the batches. */
  suspects(): readonly string[]
  /** Tries these keys separately from now on: they were refused before. */
  suspect(keys: readonly string[]): void
  /** Publishes and marks. Rejects when it must be tried again later; what was marked stays marked. */
  deliver(client: pg.ClientBase, records: readonly OutboxRecord[]): Promise<void>
  /** Gives the suspects that are due another try, row by row. */
  retrySuspects(client: pg.ClientBase, shards: readonly number[]): Promise<void>
}

export type DeliveryOptions = {
  publish(records: readonly OutboxRecord[]): Promise<void>
  isTransient(error: unknown): boolean
  limits: RelayLimits
  metrics: RelayMetrics
  logger: RelayLogger | undefined
}

const suspectsAtOnce = 20
const maxSuspects = 1_000
const rowsOfSuspect = 100
// Halving a batch of 1,000 keys comes to a single one in 10 steps.
const maxFailuresInARow = 12

/**
 * All records in one publish, as long as that works. When it fails for a reason that will not pass, the keys are halved until
 * the guilty one is alone: it becomes a suspect, and is tried by itself, row by row and with back-off, while the others flow.
 * A row that keeps failing so is FAILED, and later rows of its key wait behind it: the order of a key is never broken. A
 * transient failure fails no row, but after several in a row keys are parted too, should it be one key's own.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { limits, metrics, logger } = options
  const suspects = new Map<string, Suspect>()
  let failuresInARow = 0

  return {
    suspects: () => [...suspects.keys()],
    suspect(keys) {
      for (const key of keys) if (!suspects.has(key)) suspects.set(key, { failures: 0, dueAtMs: 0 })
    },
    async deliver(client, records) {
      try {
        await publishAndMark(client, records)
        failuresInARow = 0
      } catch (error) {
        if (error instanceof NotPublished) {
          failuresInARow += 1
          const passing = options.isTransient(error.cause)
          if (passing && failuresInARow < limits.isolateAfter) throw error
          await partKeys(client, byKey(records), error, passing)
          failuresInARow = 0
          return
        }
        throw error
      }
    },
    async retrySuspects(client, shards) {
      let tried = 0
      for (const [key, suspect] of suspects) {
        if (!shards.includes(shardOf(key))) suspects.delete(key)
        else if (suspect.dueAtMs <= performance.now() && tried < suspectsAtOnce) {
          tried += 1
          // The broker may be away, and each try take its time: the next turn goes on.
          if ((await retrySuspect(client, key, suspect)) === 'not now') return
        }
      }
    },
  }

  async function publishAndMark(client: pg.ClientBase, records: readonly OutboxRecord[]): Promise<void> {
    const startedAtMs = performance.now()
    try {
      await withDeadline(options.publish(records), limits.publishTimeoutMs, 'Publishing')
    } catch (cause) {
      metrics.publishFailed?.(cause)
      throw new NotPublished(cause)
    }
    await markSent(client, records)
    const oldestOutboxId = records[0]?.outboxId ?? 0
    metrics.published?.({ events: records.length, durationMs: performance.now() - startedAtMs, oldestOutboxId })
  }

  async function partKeys(
    client: pg.ClientBase,
    keys: Keys,
    error: NotPublished,
    partTransient: boolean,
  ): Promise<void> {
    const parting: Parting = { partTransient, guilty: new Map(), failuresInARow: 0, published: false }
    await part(client, keys, error, parting)
    // What failed for a passing reason is a key's own fault only if others went through meanwhile.
    if (partTransient && !parting.published) throw error
    for (const [streamId, { cause }] of parting.guilty) {
      suspects.set(streamId, { failures: 0, dueAtMs: 0 })
      logger?.warn({ err: cause, streamId }, 'An outbox key cannot be published and is tried separately')
    }
  }

  /** `error` is what came of publishing all these keys together. */
  async function part(client: pg.ClientBase, keys: Keys, error: NotPublished, parting: Parting): Promise<void> {
    parting.failuresInARow += 1
    const passing = options.isTransient(error.cause)
    if (passing && (!parting.partTransient || parting.failuresInARow > maxFailuresInARow)) throw error
    const key = keys[0]?.[0]?.streamId
    if (keys.length === 1 && key !== undefined) {
      if (suspects.size + parting.guilty.size >= maxSuspects) throw error
      parting.guilty.set(key, error)
      return
    }
    const middle = Math.ceil(keys.length / 2)
    for (const half of [keys.slice(0, middle), keys.slice(middle)]) {
      try {
        await publishAndMark(client, half.flat())
        parting.failuresInARow = 0
        parting.published = true
      } catch (failure) {
        if (!(failure instanceof NotPublished)) throw failure
        await part(client, half, failure, parting)
      }
    }
  }

  async function retrySuspect(client: pg.ClientBase, key: string, suspect: Suspect): Promise<'done' | 'not now'> {
    const records = await rowsOfKey(client, shardOf(key), key, rowsOfSuspect)
    for (const record of records) {
      try {
        await publishAndMark(client, [record])
      } catch (failure) {
        if (!(failure instanceof NotPublished)) throw failure
        suspect.failures += 1
        suspect.dueAtMs = performance.now() + jitteredMs(suspect.failures, limits.backOffBaseMs, limits.backOffCapMs)
        if (options.isTransient(failure.cause)) return 'not now'
        await refuse(client, key, record, failure)
        return 'done'
      }
      suspect.failures = 0
    }
    if (records.length < rowsOfSuspect) suspects.delete(key)
    return 'done'
  }

  async function refuse(
    client: pg.ClientBase,
    key: string,
    record: OutboxRecord,
    failure: NotPublished,
  ): Promise<void> {
    const error = failure.message
    if (!(await markRefused(client, record, error, limits))) return
    suspects.delete(key)
    const { outboxId, streamId, version, topic } = record
    metrics.failed?.({ outboxId, streamId, version, topic, error })
    logger?.error(
      { err: failure.cause, outboxId, streamId, version, topic },
      'An event cannot be published: its stream waits behind it; it is tried again later, or by pnpm outbox:retry',
    )
  }
}

class NotPublished extends Error {
  override name = 'NotPublished'

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

function byKey(records: readonly OutboxRecord[]): Keys {
  return [...Map.groupBy(records, (record) => record.streamId).values()]
}
