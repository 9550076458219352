import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createEventStore } from '../src/index.ts'
import { count, createTestDatabase, type TestDatabase, until, waitingForLock } from './database.ts'
import { appendOf, draft, newStream } from './events.ts'

describe('append', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createTestDatabase()
  })
  afterEach(() => database.drop())

  it('writes events, versions, claims and outbox rows together, and reads them back as they were', async () => {
    const store = createEventStore(database.pool)
    const streamId = newStream()
    const events = [
      draft({ text: 'a "quoted" \\ {brace}, 한국어 \n and a line' }),
      draft({ amount: 12_500, deep: [{ on: true }, null] }),
    ]
    const claim = { name: 'lot:"1\\,{}', data: { lot: 1 } }
    expect(await store.append([appendOf(streamId, 0, { events, claims: [claim] })])).toEqual([
      { kind: 'appended', version: 2 },
    ])
    expect(await store.load(streamId)).toEqual(
      events.map((event, index) => ({ ...event, streamId, version: index + 1 })),
    )
    expect(await store.load(streamId, 1)).toHaveLength(1)
    expect(await store.claim(claim.name)).toMatchObject({ ...claim, streamId, version: 2 })
    const { rows } = await database.pool.query(
      'select stream_id, version, topic, status from outbox_events order by id',
    )
    expect(rows).toEqual(
      [1, 2].map((version) => ({ stream_id: streamId, version, topic: 'thing.events', status: 'NEW' })),
    )
    expect(await store.versions([streamId, newStream()])).toEqual(new Map([[streamId, 2]]))
  })

  it('tells who follows it what became of each append, whichever way it went in', async () => {
    const told: unknown[] = []
    const store = createEventStore(database.pool, {
      tracer: {
        begin: (appends) => (results) =>
          void told.push(appends.map(({ streamId }, index) => [streamId, results[index]?.kind])),
      },
    })
    const [first, second] = [newStream(), newStream()]
    await store.commit(appendOf(first, 0))
    await store.commit(appendOf(first, 0))
    await store.appendUnderLock(second, 0, () => appendOf(second, 0))
    await store.appendUnderLock(second, 1, () => undefined)
    expect(told).toEqual([[[first, 'appended']], [[first, 'conflict']], [[second, 'appended']]])
  })

  it('refuses what does not stand at the expected version, and lets the rest of the batch through', async () => {
    const store = createEventStore(database.pool)
    const [moved, still, fresh, taken] = [newStream(), newStream(), newStream(), newStream()]
    await store.append([appendOf(moved, 0), appendOf(still, 0), appendOf(taken, 0)])
    await store.append([appendOf(moved, 1)])
    const results = await store.append([
      appendOf(moved, 1),
      appendOf(still, 1),
      appendOf(fresh, 0),
      appendOf(taken, 0),
      appendOf(newStream(), 3),
    ])
    expect(results.map(({ kind }) => kind)).toEqual(['conflict', 'appended', 'appended', 'conflict', 'conflict'])
    expect(await count(database.pool, 'events')).toBe(6)
    expect(await count(database.pool, 'outbox_events')).toBe(6)
    expect(await store.versions([moved, still])).toEqual(
      new Map([
        [moved, 2],
        [still, 2],
      ]),
    )
  })

  it('gives a taken claim to its append only, whether taken long ago or at this moment', async () => {
    const store = createEventStore(database.pool)
    const winner = newStream()
    await store.append([appendOf(winner, 0, { claims: [{ name: 'key:1', data: 'first' }] })])
    const [late, neighbour] = [newStream(), newStream()]
    const claims = [
      { name: 'key:2', data: 0 },
      { name: 'key:1', data: 'second' },
    ]
    expect(await store.append([appendOf(late, 0, { claims }), appendOf(neighbour, 0)])).toEqual([
      { kind: 'claim_taken', name: 'key:1' },
      { kind: 'appended', version: 1 },
    ])
    expect(await store.load(late)).toEqual([])
    expect(await store.claim('key:2')).toBeUndefined()
    expect(await store.claim('key:1')).toMatchObject({ streamId: winner, data: 'first' })

    // A rival that has written its claim and not yet committed: the append waits, fails as a whole, and is parted.
    const rival = await database.pool.connect()
    await rival.query('begin')
    await rival.query(`insert into claims (name, stream_id, version, data) values ('key:3', $1, 1, '{}')`, [winner])
    const racing = store.append([
      appendOf(newStream(), 0),
      appendOf(newStream(), 0, { claims: [{ name: 'key:3', data: {} }] }),
      appendOf(newStream(), 0),
    ])
    await until(async () => (await waitingForLock(database.pool)) > 0)
    await rival.query('commit')
    rival.release()
    expect((await racing).map(({ kind }) => kind)).toEqual(['appended', 'claim_taken', 'appended'])
  })

  it('keeps an append that cannot be stored from its neighbours', async () => {
    let statements = 0
    const store = createEventStore(database.pool, { metrics: { isolated: () => void ++statements } })
    const appends = Array.from({ length: 40 }, () => appendOf(newStream(), 0))
    const poisoned = [7, 23]
    for (const index of poisoned) appends[index] = appendOf(newStream(), 0, { events: [draft({ text: 'nul \u0000' })] })
    const results = await store.append(appends)
    results.forEach((result, index) => {
      expect(result.kind).toBe(poisoned.includes(index) ? 'failed' : 'appended')
    })
    expect(await count(database.pool, 'events')).toBe(38)
    expect(statements).toBeGreaterThan(0)
    const badTime = appendOf(newStream(), 0, { events: [{ ...draft(), occurredAt: '2026-02-31T00:00:00.000Z' }] })
    expect(
      (await Promise.all([store.commit(badTime), store.commit(appendOf(newStream(), 0))])).map(({ kind }) => kind),
    ).toEqual(['failed', 'appended'])
  })

  it('says what the caller did wrong, and sends nothing', async () => {
    const store = createEventStore(database.pool)
    const streamId = newStream()
    await expect(store.append([appendOf(streamId, 0), appendOf(streamId, 0)])).rejects.toThrow('twice')
    await expect(store.append([appendOf('x,y', 0)])).rejects.toThrow('UUID')
    await expect(store.append([appendOf(streamId, 0, { events: [] })])).rejects.toThrow('at least one event')
    await expect(store.append([appendOf(streamId, 0, { events: [draft({ amount: 1n })] })])).rejects.toThrow(TypeError)
    expect(await count(database.pool, 'streams')).toBe(0)
  })

  it('waits for a lock no longer than it may, and then says that nothing was written', async () => {
    const store = createEventStore(database.pool, { limits: { lockTimeoutMs: 50 } })
    const [held, free] = [newStream(), newStream()]
    await store.append([appendOf(held, 0), appendOf(free, 0)])
    const holder = await database.pool.connect()
    await holder.query('begin')
    await holder.query('select from streams where stream_id = $1 for update', [held])
    expect((await store.append([appendOf(held, 1), appendOf(free, 1)])).map(({ kind }) => kind)).toEqual([
      'failed',
      'appended',
    ])
    await holder.query('rollback')
    holder.release()
    expect(await store.append([appendOf(held, 1)])).toEqual([{ kind: 'appended', version: 2 }])
  })

  it('does not deadlock when two stores append overlapping batches in any order', async () => {
    const failures: unknown[] = []
    const metrics = { isolated: (_: number, error: unknown) => void failures.push(error) }
    const stores = [createEventStore(database.pool, { metrics }), createEventStore(database.anotherPool(), { metrics })]
    const streams = Array.from({ length: 12 }, newStream)
    const endsAtMs = performance.now() + 2_000
    let appended = 0
    await Promise.all(
      [...stores, ...stores].map(async (store) => {
        while (performance.now() < endsAtMs) {
          const versions = await store.versions(streams)
          const some = streams.filter(() => Math.random() < 0.7).sort(() => Math.random() - 0.5)
          const results = await store.append(some.map((streamId) => appendOf(streamId, versions.get(streamId) ?? 0)))
          appended += results.filter(({ kind }) => kind === 'appended').length
        }
      }),
    )
    expect(failures).toEqual([])
    expect(await count(database.pool, 'events')).toBe(appended)
    expect(appended).toBeGreaterThan(100)
  })

  it('draws outbox ids in the order of versions, whoever appends', async () => {
    const pools = [database.pool, database.anotherPool()]
    const stores = pools.map((pool) => createEventStore(pool))
    const streams = Array.from({ length: 3 }, newStream)
    const seen = new Map<string, number>()
    let gaps = 0
    let done = false
    // What a relay would see at any moment: within a stream never a version without the ones before it.
    const watch = (async () => {
      for (let finished = false; !finished; ) {
        const last = done
        const { rows } = await database.pool.query<{ stream_id: string; version: number }>(
          `with seen as (update outbox_events set status = 'SENT' where status = 'NEW' returning id, stream_id, version) select * from seen order by id`,
        )
        for (const row of rows) {
          if (row.version !== (seen.get(row.stream_id) ?? 0) + 1) gaps += 1
          seen.set(row.stream_id, row.version)
        }
        finished = last
      }
    })()
    await Promise.all(
      [...stores, ...stores, ...stores].map(async (store) => {
        for (let round = 0; round < 60; round += 1) {
          const versions = await store.versions(streams)
          await store.append(streams.map((id) => appendOf(id, versions.get(id) ?? 0, { events: [draft(), draft()] })))
        }
      }),
    )
    done = true
    await watch
    expect(gaps).toBe(0)
    expect([...seen.values()].reduce((sum, version) => sum + version, 0)).toBe(await count(database.pool, 'events'))
    const { rows } = await database.pool.query(
      'select 1 from (select version, row_number() over (partition by stream_id order by id) as place from outbox_events) as o where version <> place',
    )
    expect(rows).toEqual([])
  })

  it('removes claims by kind and age', async () => {
    const store = createEventStore(database.pool)
    const claims = ['idempotency:a', 'idempotency:b', 'lot:1', 'idempotencylike:c'].map((name) => ({ name, data: {} }))
    await store.append([appendOf(newStream(), 0, { claims })])
    await database.pool.query(`update claims set created_at = now() - interval '2 days' where name <> 'idempotency:b'`)
    expect(await store.removeClaims('idempotency', new Date(Date.now() - 86_400_000))).toBe(1)
    const { rows } = await database.pool.query('select name from claims order by name')
    expect(rows.map(({ name }) => name)).toEqual(['idempotency:b', 'idempotencylike:c', 'lot:1'])
    await expect(store.removeClaims('idempotency:', new Date())).rejects.toThrow('colon')
  })
})
