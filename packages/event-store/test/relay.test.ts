import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import {
  createEventStore,
  createOutboxRelay,
  listRefused,
  type OutboxRecord,
  type OutboxRelay,
  type OutboxRelayOptions,
  retryFailedRows,
} from '../src/index.ts'
import { count, createTestDatabase, type TestDatabase, until } from './database.ts'
import { appendOf, draft, newStream } from './events.ts'

class BrokerAway extends Error {}

const numbers = (n: number) => Array.from({ length: n }, (_, index) => index)
const fast = { turnMs: 1, pollAloneMs: 20, pollMs: 20, rebalanceMs: 50, backOffBaseMs: 5, backOffCapMs: 20 }

describe('the outbox relay', () => {
  let database: TestDatabase
  let relays: OutboxRelay[]
  beforeEach(async () => {
    database = await createTestDatabase()
    relays = []
  })
  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.stop()))
    await database.drop()
  })

  function startRelay(publish: OutboxRelayOptions['publish'], changes: Partial<OutboxRelayOptions> = {}): OutboxRelay {
    const relay = createOutboxRelay({
      pool: database.pool,
      publish,
      isTransient: (error) => error instanceof BrokerAway,
      ...changes,
      limits: { ...fast, ...changes.limits },
    })
    relays.push(relay)
    relay.start()
    return relay
  }

  async function fill(streams: readonly string[], rounds: number, from = 0): Promise<void> {
    const store = createEventStore(database.pool)
    for (const round of numbers(rounds)) await store.append(streams.map((id) => appendOf(id, from + round)))
  }

  const advisoryLocks = () =>
    count(
      database.pool,
      'pg_locks join pg_database on pg_database.oid = pg_locks.database',
      `locktype = 'advisory' and datname = current_database()`,
    )
  const sent = (status = 'SENT') => count(database.pool, 'outbox_events', `status = '${status}'`)

  it('publishes what was appended, as it was, and marks it sent', async () => {
    const store = createEventStore(database.pool)
    const streamId = newStream()
    const event = draft({ text: 'a "word" 한국어', amount: 1 })
    await store.append([appendOf(streamId, 0, { events: [event] })])
    const records: OutboxRecord[] = []
    const relay = startRelay(async (batch) => void records.push(...batch))
    await until(async () => (await sent()) === 1)
    const { id, data, ...same } = event
    expect(records.map(({ dataJson, ...record }) => ({ ...record, data: JSON.parse(dataJson) }))).toEqual([
      { ...same, data, eventId: id, streamId, version: 1, topic: 'thing.events', outboxId: expect.any(Number) },
    ])
    await relay.check()
    expect(await relay.backlog()).toEqual({ new: 0, failed: 0, oldestAgeMs: 0 })
  })

  it('is woken by an append, long before it would look by itself', async () => {
    let relay: OutboxRelay | undefined
    let published = 0
    const store = createEventStore(database.pool, { onAppended: () => relay?.wake() })
    relay = startRelay(
      async (batch) => {
        published += batch.length
      },
      {
        limits: { pollAloneMs: 60_000, rebalanceMs: 60_000 },
      },
    )
    await store.append([appendOf(newStream(), 0)])
    await until(() => published === 1)
    await store.commit(appendOf(newStream(), 0))
    await until(() => published === 2)
  })

  it('shares the shards with another instance, and takes them over when that one dies', async () => {
    const seen: { by: number; record: OutboxRecord }[] = []
    const held = [0, 0]
    const [dying] = numbers(2).map((by) =>
      startRelay(async (batch) => void seen.push(...batch.map((record) => ({ by, record }))), {
        pool: by === 0 ? database.anotherPool({ applicationName: 'dying' }) : database.pool,
        metrics: { shardsHeld: (shards) => held.splice(by, 1, shards) },
      }),
    )
    await until(() => held[0] === 8 && held[1] === 8)
    const streams = numbers(60).map(newStream)
    await fill(streams, 5)
    await until(async () => (await sent()) === 300)
    expect(new Set(seen.map(({ by }) => by))).toEqual(new Set([0, 1]))
    // Both live: no stream was published by two.
    expect(new Set(seen.map(({ by, record }) => `${by} ${record.streamId}`)).size).toBe(60)
    expectOrder(seen.map(({ record }) => record))

    // Its connection goes and it does not come back: the other one learns of it by the locks alone.
    const gone = dying?.stop()
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'dying'`,
    )
    await gone
    await until(() => held[1] === 16)
    await fill(streams, 3, 5)
    await until(async () => (await sent()) === 480)
    expectOrder(seen.map(({ record }) => record))
  })

  it('goes on after its connection was ended, again and again, in order and without loss', async () => {
    const seen: OutboxRecord[] = []
    numbers(2).map(() =>
      startRelay(async (batch) => void seen.push(...batch), {
        pool: database.anotherPool({ applicationName: 'relay' }),
      }),
    )
    const streams = numbers(20).map(newStream)
    for (const round of numbers(15)) {
      await fill(streams, 2, round * 2)
      await database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'relay' and random() < 0.7`,
      )
    }
    await until(async () => (await sent()) === 600)
    expectOrder(seen)
    expect(new Set(seen.map(({ outboxId }) => outboxId)).size).toBe(600)
  })

  it('loses nothing and fails nothing while the broker is away', async () => {
    const seen: OutboxRecord[] = []
    let away = true
    let tries = 0
    const relay = startRelay(
      async (batch) => {
        tries += 1
        if (away) throw new BrokerAway('no broker')
        seen.push(...batch)
      },
      { limits: { stallMs: 100, isolateAfter: 2 } },
    )
    const streams = numbers(30).map(newStream)
    await fill(streams, 3)
    await until(() =>
      relay.check().then(
        () => false,
        () => tries > 30,
      ),
    )
    expect(await relay.backlog()).toMatchObject({ new: 90, failed: 0, oldestAgeMs: expect.any(Number) })
    away = false
    await until(async () => (await sent()) === 90)
    expectOrder(seen)
    expect(seen).toHaveLength(90)
    await until(() =>
      relay.check().then(
        () => true,
        () => false,
      ),
    )
  })

  it('keeps a poisoned event to its own stream, which waits behind it until it is retried', async () => {
    const streams = numbers(20).map(newStream)
    const [poisonedStream = ''] = streams
    let poisoned = true
    const seen: OutboxRecord[] = []
    const failed: number[] = []
    const relay = startRelay(
      async (batch) => {
        if (poisoned && batch.some(({ streamId, version }) => streamId === poisonedStream && version === 3)) {
          throw new Error('too large')
        }
        seen.push(...batch)
      },
      { limits: { maxAttempts: 3 }, metrics: { failed: ({ version }) => void failed.push(version) } },
    )
    await fill(streams, 5)
    await until(async () => (await sent('FAILED')) === 1)
    await until(async () => (await sent()) === 97)
    await fill(streams, 2, 5)
    await until(async () => (await sent()) === 97 + 38)
    expect(failed).toEqual([3])
    expect(await relay.backlog()).toMatchObject({ new: 4, failed: 1 })
    const { rows } = await database.pool.query(
      `select version, attempts, last_error from outbox_events where status = 'FAILED'`,
    )
    expect(rows).toEqual([{ version: 3, attempts: 3, last_error: 'too large' }])
    expect(seen.filter(({ streamId }) => streamId === poisonedStream).map(({ version }) => version)).toEqual([1, 2])

    // Another instance finds the stream blocked as well.
    await relay.stop()
    const next = startRelay(async (batch) => void seen.push(...batch))
    await fill(streams.slice(1), 1, 7)
    await until(async () => (await sent()) === 97 + 38 + 19)
    expect(await sent('FAILED')).toBe(1)
    poisoned = false
    expect(await next.retryFailed()).toBe(1)
    await until(async () => (await sent()) === 97 + 38 + 19 + 5)
    expectOrder(seen)
  })

  it('tries a poisoned event again by itself, ever more seldom, and holds up nobody else', async () => {
    const streams = numbers(10).map(newStream)
    const [poisonedStream = ''] = streams
    let poisoned = true
    let refusals = 0
    const seen: OutboxRecord[] = []
    startRelay(
      async (batch) => {
        if (poisoned && batch.some(({ streamId }) => streamId === poisonedStream)) {
          refusals += 1
          throw new Error('too large')
        }
        seen.push(...batch)
      },
      { limits: { maxAttempts: 2, retryBaseMs: 20, retryCapMs: 100, reviveEveryMs: 5 } },
    )
    await fill(streams, 3)
    const attempts = async () => {
      const { rows } = await database.pool.query<{ attempts: number }>(
        'select max(attempts) as attempts from outbox_events',
      )
      return rows[0]?.attempts ?? 0
    }
    await until(async () => (await attempts()) >= 5)
    await until(async () => (await sent()) === 27)
    const [listed, ...more] = await listRefused(database.pool, 10)
    expect(more).toEqual([])
    expect(listed).toMatchObject({
      streamId: poisonedStream,
      version: 1,
      type: 'thing.happened',
      lastError: 'too large',
    })
    // Others flow without being parted from it again and again.
    const before = refusals
    await fill(streams.slice(1), 1, 3)
    await until(async () => (await sent()) === 36)
    expect(refusals - before).toBeLessThan(20)
    poisoned = false
    await until(async () => (await sent()) === 39)
    expect(await listRefused(database.pool, 10)).toEqual([])
    expectOrder(seen)
  })

  it('waits twice as long after each refusal, up to a limit, and lists until when', async () => {
    const hourMs = 3_600_000
    await fill([newStream()], 1)
    startRelay(async () => Promise.reject(new Error('no')), {
      limits: { maxAttempts: 2, retryBaseMs: hourMs, retryCapMs: 4 * hourMs, reviveEveryMs: 5 },
    })
    for (const [attempts, waitHoursMax] of [
      [2, 1],
      [3, 2],
      [4, 4],
      [5, 4],
    ] as const) {
      await until(async () => (await count(database.pool, 'outbox_events', `attempts = ${attempts}`)) === 1)
      const [listed] = await listRefused(database.pool, 1)
      expect(listed).toMatchObject({ status: 'FAILED', attempts })
      const waitMs = (listed?.retryAt?.getTime() ?? 0) - Date.now()
      // Half of it is jitter; the minute is what this test may have taken since.
      expect(waitMs).toBeGreaterThan((waitHoursMax * hourMs) / 2 - 60_000)
      expect(waitMs).toBeLessThanOrEqual(waitHoursMax * hourMs)
      await database.pool.query('update outbox_events set retry_at = now()')
    }
  })

  it('is told by hand to try one at once', async () => {
    await fill([newStream()], 1)
    let poisoned = true
    startRelay(async () => (poisoned ? Promise.reject(new Error('no')) : undefined), { limits: { maxAttempts: 1 } })
    await until(async () => (await sent('FAILED')) === 1)
    const [listed] = await listRefused(database.pool, 1)
    const id = listed?.id ?? 0
    expect(await retryFailedRows(database.pool, id + 1)).toBe(0)
    poisoned = false
    expect(await retryFailedRows(database.pool, id)).toBe(1)
    await until(async () => (await sent()) === 1)
  })

  it('parts the streams in the end when one of them fails with what looks as if it would pass', async () => {
    const streams = numbers(20).map(newStream)
    const [stuck] = streams
    const seen: OutboxRecord[] = []
    let passing = true
    startRelay(async (batch) => {
      if (passing && batch.some(({ streamId }) => streamId === stuck)) throw new BrokerAway('no leader')
      seen.push(...batch)
    })
    await fill(streams, 2)
    await until(async () => (await sent()) === 38)
    expect(await sent('FAILED')).toBe(0)
    passing = false
    await until(async () => (await sent()) === 40)
    expectOrder(seen)
  })

  it('works off a long backlog of many streams in bounded batches, in order', async () => {
    const streams = numbers(50).map(newStream)
    await fill(streams, 40)
    const sizes: number[] = []
    const seen: OutboxRecord[] = []
    startRelay(
      async (batch) => {
        sizes.push(batch.length)
        seen.push(...batch)
      },
      { limits: { batchRows: 300, batchRowsPerShard: 50, batchBytes: 20_000 } },
    )
    await until(async () => (await sent()) === 2_000)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(300)
    expectOrder(seen)
    expect(seen).toHaveLength(2_000)
  })

  it('removes old rows that were sent, and no others', async () => {
    const streams = numbers(25).map(newStream)
    await fill(streams, 100)
    await database.pool.query(
      `update outbox_events set status = 'SENT', sent_at = now() - interval '2 days', created_at = now() - interval '2 days' where version < 99`,
    )
    await database.pool.query(`update outbox_events set status = 'FAILED' where stream_id = $1 and version = 1`, [
      streams[0],
    ])
    startRelay(async () => {}, { limits: { retentionMs: 86_400_000, retentionEveryMs: 10 } })
    await until(async () => (await count(database.pool, 'outbox_events', 'version < 99')) === 1)
    // The two young ones of each stream; those of the blocked stream still wait.
    await until(async () => (await sent()) === 48)
    expect(await sent('NEW')).toBe(2)
    expect(await count(database.pool, 'events')).toBe(2_500)
  })

  it('publishes what is left when it stops', async () => {
    let published = 0
    const relay = startRelay(
      async (batch) => {
        published += batch.length
      },
      { limits: { pollAloneMs: 60_000 } },
    )
    await until(async () => {
      await relay.check()
      return (await advisoryLocks()) === 17
    })
    await fill([newStream()], 5)
    await relay.stop()
    expect(published).toBe(5)
    expect(await advisoryLocks()).toBe(0)
  })
})

/** Versions of a stream never skip forward; repeats of what was published before are allowed (at least once). */
function expectOrder(records: readonly OutboxRecord[]): void {
  const last = new Map<string, number>()
  for (const { streamId, version } of records) {
    const before = last.get(streamId) ?? 0
    if (version > before + 1) throw new Error(`${streamId}: ${version} came after ${before}`)
    last.set(streamId, Math.max(before, version))
  }
}
