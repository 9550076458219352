import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { jitteredMs } from '../backOff.ts'
import { type Connection, takeConnection } from '../connection.ts'
import { createAlarm } from './alarm.ts'
import { type Backlog, readBacklog } from './backlog.ts'
import { createDelivery } from './delivery.ts'
import { retryFailedRows, reviveFailed } from './failedRows.ts'
import { removeSent } from './retention.ts'
import { nextRows } from './rows.ts'
import { attend, type Holding, leave, rebalance } from './shards.ts'
import { type OutboxRecord, type RelayLimits, type RelayLogger, type RelayMetrics, relayLimits } from './types.ts'

export type OutboxRelay = {
  /** Holds one connection of the pool until stop(). */
  start(): void
  /** There is something to publish. */
  wake(): void
  /** Rejects when no turn has been completed for `stallMs`. */
  check(): Promise<void>
  backlog(): Promise<Backlog>
  /** Has FAILED rows tried again at once, of all instances; answers how many. */
  retryFailed(): Promise<number>
  /** Publishes what is left, for `drainMs` at most, and gives the shards back. */
  stop(): Promise<void>
}

export type OutboxRelayOptions = {
  pool: pg.Pool
  /** Resolves when all are safely out; records of a stream are in order. The same may come again after a failure or a crash. */
  publish(records: readonly OutboxRecord[]): Promise<void>
  /** Whether a publish that failed so may succeed later with the same records (the broker is away). */
  isTransient(error: unknown): boolean
  limits?: Partial<RelayLimits>
  metrics?: RelayMetrics
  logger?: RelayLogger
}

const revivedAtOnce = 100
/** A turn of so many rows or more is followed by a whole breath. */
const busyRows = 8

type Session = {
  connection: Connection
  holding: Holding
  rebalancedAtMs: number
  sweptAtMs: number
  revivedAtMs: number
  sweepAfterId: number
}

/**
 * Sends the outbox rows of its shards, in turns: read the oldest, publish, mark them SENT. Reads and marks go over the very
 * connection that holds the shards' locks, so a relay that has lost them reads nothing more. (What it was publishing at that
 * moment may be published again by its successor: consumers drop versions they have seen.)
 */
export function createOutboxRelay(options: OutboxRelayOptions): OutboxRelay {
  const { pool, logger } = options
  const limits = { ...relayLimits, ...options.limits }
  const metrics = options.metrics ?? {}
  const delivery = createDelivery({
    publish: options.publish,
    isTransient: options.isTransient,
    limits,
    metrics,
    logger,
  })
  const alarm = createAlarm()
  let running: Promise<void> | undefined
  const stopped = new AbortController()
  let stopAtMs = Number.POSITIVE_INFINITY
  let completedAtMs = performance.now()

  return {
    start() {
      running ??= run()
    },
    wake: alarm.ring,
    async check() {
      const sinceMs = Math.round(performance.now() - completedAtMs)
      if (sinceMs > limits.stallMs) throw new Error(`The outbox relay has completed no turn for ${sinceMs} ms`)
    },
    backlog: () => readBacklog(pool),
    async retryFailed() {
      const rows = await retryFailedRows(pool)
      alarm.ring()
      return rows
    },
    async stop() {
      stopAtMs = Math.min(stopAtMs, performance.now() + limits.drainMs)
      stopped.abort()
      alarm.ring()
      await running
    },
  }

  async function run(): Promise<void> {
    completedAtMs = performance.now()
    let session: Session | undefined
    let failures = 0
    for (let drained = false; !drained; ) {
      const startedAtMs = performance.now()
      const stopping = stopped.signal.aborted
      try {
        session ??= await openSession()
        const rows = await turn(session)
        failures = 0
        completedAtMs = performance.now()
        drained = stopping && (rows === 0 || completedAtMs > stopAtMs)
        if (!stopping) await rest(session, rows, startedAtMs)
      } catch (error) {
        failures += 1
        logger?.warn({ err: error, failures }, 'The outbox relay will try again')
        if (session !== undefined && !(await alive(session))) session = close(session)
        drained = stopping
        // Not the alarm's sleep: each append rings it, and would make this a busy loop while the broker is away.
        if (!drained)
          await pause(limits.backOffBaseMs + jitteredMs(failures, limits.backOffBaseMs, limits.backOffCapMs))
      }
    }
    if (session === undefined) return
    await leave(session.connection.client).catch(() => {})
    close(session)
  }

  async function turn(session: Session): Promise<number> {
    const { client } = session.connection
    if (performance.now() - session.rebalancedAtMs > limits.rebalanceMs) {
      session.holding = await rebalance(client, session.holding.shards)
      session.rebalancedAtMs = performance.now()
      metrics.shardsHeld?.(session.holding.shards.length)
    }
    const { shards } = session.holding
    if (shards.length === 0) return 0
    await revive(session)
    const records = await nextRows(client, shards, delivery.suspects(), limits)
    if (records.length > 0) await delivery.deliver(client, records)
    await delivery.retrySuspects(client, shards)
    if (shards.includes(0)) await sweep(session)
    return records.length
  }

  /** What is tried once more and refused again waits twice as long. Before the next rows are read: its key is left out of them. */
  async function revive(session: Session): Promise<void> {
    if (performance.now() - session.revivedAtMs < limits.reviveEveryMs) return
    session.revivedAtMs = performance.now()
    delivery.suspect(await reviveFailed(session.connection.client, session.holding.shards, revivedAtOnce))
  }

  async function pause(limitMs: number): Promise<void> {
    await sleep(limitMs, undefined, { signal: stopped.signal }).catch(() => {})
  }

  /**
   * A batch that may have left something behind is followed at once, a smaller one after a breath, none when there is
   * something or it is time to look.
   */
  async function rest(session: Session, rows: number, startedAtMs: number): Promise<void> {
    if (rows >= limits.batchRowsPerShard) return
    if (rows > 0 || session.sweepAfterId > 0) {
      const part = rows === 0 ? 1 : Math.min(1, rows / busyRows)
      const leftMs = limits.turnMs * part - (performance.now() - startedAtMs)
      if (leftMs > 0) await pause(leftMs)
      return
    }
    await alarm.sleep((session.holding.live > 1 ? limits.pollMs : limits.pollAloneMs) * (0.75 + Math.random() / 2))
  }

  async function sweep(session: Session): Promise<void> {
    if (performance.now() - session.sweptAtMs < limits.retentionEveryMs) return
    const { removed, nextAfterId } = await removeSent(
      session.connection.client,
      session.sweepAfterId,
      limits.retentionMs,
    )
    session.sweepAfterId = nextAfterId ?? 0
    if (nextAfterId === undefined) session.sweptAtMs = performance.now()
    if (removed > 0) metrics.removed?.(removed)
  }

  async function openSession(): Promise<Session> {
    const onLost = (error: Error) => logger?.warn({ err: error }, 'The outbox relay has lost its connection')
    const connection = await takeConnection(pool, onLost)
    const { client } = connection
    try {
      // Plans that stay right while the tables grow from nothing, whenever they were analysed.
      await client.query('set enable_seqscan = off; set plan_cache_mode = force_generic_plan; set jit = off')
      await attend(client)
      const never = Number.NEGATIVE_INFINITY
      const idle = { rebalancedAtMs: never, sweptAtMs: never, revivedAtMs: never, sweepAfterId: 0 }
      return { connection, holding: { shards: [], live: 1 }, ...idle }
    } catch (error) {
      connection.giveBack(true)
      throw error
    }
  }

  /** A failed publish leaves the session whole, and its shards held. */
  async function alive(session: Session): Promise<boolean> {
    return session.connection.client.query('select 1').then(
      () => true,
      () => false,
    )
  }

  function close(session: Session): undefined {
    metrics.shardsHeld?.(0)
    session.connection.giveBack(true)
  }
}
