import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import fc from 'fast-check'
import { createEventStore, type Executed } from '../src/index.ts'
import { allEvents, count, createTestDatabase, type TestDatabase, until, waitingForLock } from './database.ts'
import { appendOf, counterRuntime, draft, happen, newStream, refuse } from './events.ts'

const numbers = (n: number) => Array.from({ length: n }, (_, index) => index)
const kinds = (executed: readonly Executed<unknown>[]) => executed.map(({ kind }) => kind)

describe('the decider runtime', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createTestDatabase()
  })
  afterEach(() => database.drop())

  it('runs 200 concurrent commands of one stream in two runtimes: each once, no version missing', async () => {
    const streamId = newStream()
    const runtimes = [database.pool, database.anotherPool()].map((pool) => counterRuntime(createEventStore(pool)))
    const executed = await Promise.all(
      numbers(200).map((index) => runtimes[index % 2]?.execute(streamId, happen(`command ${index}`))),
    )
    const versions = executed.map((each) => (each?.kind === 'decided' ? each.version : -1))
    expect([...versions].sort((a, b) => a - b)).toEqual(numbers(200).map((index) => index + 1))
    const events = await allEvents(database.pool)
    expect(events.map(({ version }) => version)).toEqual(numbers(200).map((index) => index + 1))
    // Each answer names the very version its event has.
    expect(events.map(({ data }) => data.command)).toEqual(
      numbers(200).map((index) => `command ${versions.indexOf(index + 1)}`),
    )
  })

  it('decides what queues during an append in order, as one append', async () => {
    const batches: number[] = []
    const runtime = counterRuntime(createEventStore(database.pool), {
      metrics: { settled: ({ commands }) => void batches.push(commands) },
    })
    const streamId = newStream()
    const executed = await Promise.all(
      numbers(50).map((index) => runtime.execute(streamId, index % 5 === 4 ? refuse : happen(`${index}`))),
    )
    let version = 0
    executed.forEach((each, index) => {
      const answer = version
      if (index % 5 !== 4) version += 1
      expect(each).toEqual({ kind: 'decided', answer, version })
    })
    expect(batches).toEqual([50])
  })

  it('confirms a refusal against the log when another instance has moved the stream', async () => {
    const stale = counterRuntime(createEventStore(database.pool))
    const other = counterRuntime(createEventStore(database.anotherPool()))
    const streamId = newStream()
    await stale.execute(streamId, happen('first'))
    await other.execute(streamId, happen('second'))
    // Decided on its cache alone, this one would be refused at version 1.
    const decide = (state: number) => (state < 2 ? refuse(state) : happen('third')(state))
    expect(await stale.execute(streamId, decide)).toEqual({ kind: 'decided', answer: 2, version: 3 })
    expect(await other.execute(streamId, refuse)).toEqual({ kind: 'decided', answer: 3, version: 3 })
    expect(await stale.execute(newStream(), refuse)).toEqual({ kind: 'decided', answer: 0, version: 0 })
  })

  it('confirms the refusals of many streams with one read', async () => {
    const store = createEventStore(database.pool)
    const runtime = counterRuntime(store)
    const streams = numbers(30).map(newStream)
    await Promise.all(streams.map((streamId) => runtime.execute(streamId, happen('it'))))
    const reads = jest.spyOn(database.pool, 'query')
    expect(kinds(await Promise.all(streams.map((streamId) => runtime.execute(streamId, refuse))))).toEqual(
      streams.map(() => 'decided'),
    )
    expect(reads).toHaveBeenCalledTimes(1)
  })

  it('rejects only the command whose decision throws or cannot be stored', async () => {
    const runtime = counterRuntime(createEventStore(database.pool))
    const streamId = newStream()
    const settled = await Promise.allSettled([
      runtime.execute(streamId, happen('a')),
      runtime.execute(streamId, () => {
        throw new Error('broken invariant')
      }),
      runtime.execute(streamId, happen('b')),
      runtime.execute(streamId, happen('nul \u0000')),
      runtime.execute(streamId, happen('c')),
      runtime.execute(streamId, () => ({ events: [draft({ amount: 1n })], answer: 0 })),
      runtime.execute(streamId, () => ({ events: [], answer: 0, claims: [{ name: 'x:1', data: 0 }] })),
      runtime.execute(streamId, () => ({ events: [{ ...draft(), id: 'no uuid' }], answer: 0 })),
      runtime.execute(streamId, () => ({ events: [{ ...draft(), occurredAt: 'yesterday' }], answer: 0 })),
      runtime.execute(streamId, () => ({
        events: [{ ...draft(), occurredAt: '2026-02-31T00:00:00.000Z' }],
        answer: 0,
      })),
      runtime.execute(streamId, happen('d')),
    ])
    expect(settled.map(({ status }) => status)).toEqual(
      [1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1].map((fine) => (fine ? 'fulfilled' : 'rejected')),
    )
    expect((await allEvents(database.pool)).map(({ data }) => data.command)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('answers a taken claim with what took it, also within one batch, and decides the others again', async () => {
    const store = createEventStore(database.pool)
    const runtime = counterRuntime(store)
    const [streamId, elsewhere] = [newStream(), newStream()]
    await store.append([appendOf(elsewhere, 0, { claims: [{ name: 'key:old', data: 'old' }] })])
    const claiming = (name: string, data: unknown) => (state: number) => ({
      ...happen(name)(state),
      claims: [{ name, data }],
    })
    const executed = await Promise.all([
      runtime.execute(streamId, claiming('key:1', 1)),
      runtime.execute(streamId, claiming('key:old', 'new')),
      runtime.execute(streamId, claiming('key:1', 2)),
      runtime.execute(streamId, claiming('key:2', 3)),
    ])
    expect(executed).toMatchObject([
      { kind: 'decided', version: 1, answer: 0 },
      { kind: 'claim_taken', claim: { name: 'key:old', data: 'old', streamId: elsewhere } },
      { kind: 'claim_taken', claim: { name: 'key:1', data: 1, streamId, version: 1 } },
      { kind: 'decided', version: 2, answer: 1 },
    ])
    // Two instances race for one name: one has it, the other hears so.
    const rival = counterRuntime(createEventStore(database.anotherPool()))
    for (const round of numbers(20)) {
      const both = await Promise.all(
        [runtime, rival].map((each) => each.execute(newStream(), claiming(`race:${round}`, round))),
      )
      expect(kinds(both).sort()).toEqual(['claim_taken', 'decided'])
    }
  })

  it('bounds its queues, and finishes what is queued when it stops', async () => {
    const runtime = counterRuntime(createEventStore(database.pool), { limits: { maxQueuePerStream: 10, maxQueue: 15 } })
    const [one, two] = [newStream(), newStream()]
    const all = [
      ...numbers(12).map(() => runtime.execute(one, happen('it'))),
      ...numbers(8).map(() => runtime.execute(two, happen('it'))),
    ]
    const stopped = runtime.stop()
    const late = await runtime.execute(newStream(), happen('late'))
    await stopped
    expect(late.kind).toBe('retry_later')
    const done = kinds(await Promise.all(all))
    expect(done.filter((kind) => kind === 'retry_later')).toHaveLength(5)
    expect(done.slice(10, 12)).toEqual(['retry_later', 'retry_later'])
    expect(await count(database.pool, 'events')).toBe(15)
  })

  it('keeps batches within their bounds', async () => {
    const sizes: number[] = []
    const runtime = counterRuntime(createEventStore(database.pool), {
      limits: { maxBatchCommands: 8, maxBatchEvents: 5, maxBatchBytes: 1_500 },
      metrics: { settled: ({ events }) => void sizes.push(events) },
    })
    const streamId = newStream()
    await Promise.all(numbers(30).map((index) => runtime.execute(streamId, happen(`${index}`))))
    const long = await runtime.execute(streamId, () => ({ events: numbers(9).map(() => draft()), answer: 'long' }))
    expect(long).toEqual({ kind: 'decided', answer: 'long', version: 39 })
    expect(Math.max(...sizes.slice(0, -1))).toBeLessThanOrEqual(5)
    expect((await allEvents(database.pool)).slice(0, 30).map(({ data }) => data.command)).toEqual(
      numbers(30).map(String),
    )
  })

  it('takes the lock when it keeps losing, and then makes progress', async () => {
    const streamId = newStream()
    let fallbacks = 0
    // Whatever it decides freely is too late: a rival appends between each decision and its append.
    const rival = createEventStore(database.anotherPool())
    const store = createEventStore(database.pool)
    const losing = counterRuntime(
      {
        ...store,
        async commit(append) {
          await rival.append([{ ...append, events: [draft({ command: 'rival' })], claims: [] }])
          return store.commit(append)
        },
      },
      { limits: { maxAttempts: 3 }, metrics: { fallback: () => void ++fallbacks } },
    )
    expect(await losing.execute(streamId, happen('mine'))).toEqual({ kind: 'decided', answer: 3, version: 4 })
    expect(fallbacks).toBe(1)
    expect((await allEvents(database.pool)).map(({ data }) => data.command)).toEqual([
      'rival',
      'rival',
      'rival',
      'mine',
    ])
    expect(await losing.execute(streamId, refuse)).toEqual({ kind: 'decided', answer: 4, version: 4 })
  })

  it('makes progress in a conflict storm of four instances', async () => {
    const streamId = newStream()
    let fallbacks = 0
    const runtimes = numbers(4).map(() =>
      counterRuntime(createEventStore(database.anotherPool({ max: 4 })), {
        limits: { maxAttempts: 1, maxBatchCommands: 1 },
        metrics: { fallback: () => void ++fallbacks },
      }),
    )
    const executed = await Promise.all(
      runtimes.flatMap((runtime, index) => numbers(40).map((n) => runtime.execute(streamId, happen(`${index}.${n}`)))),
    )
    expect(new Set(kinds(executed))).toEqual(new Set(['decided']))
    expect(fallbacks).toBeGreaterThan(0)
    const commands = (await allEvents(database.pool)).map(({ data }) => data.command)
    expect(new Set(commands).size).toBe(160)
    expect(commands).toHaveLength(160)
  })

  it('answers retry_later, with nothing done, when the lock cannot be had in time', async () => {
    const store = createEventStore(database.pool, { limits: { lockTimeoutMs: 30 } })
    const runtime = counterRuntime(store, { limits: { maxAttempts: 2 } })
    const streamId = newStream()
    await runtime.execute(streamId, happen('first'))
    const holder = await database.pool.connect()
    await holder.query('begin')
    await holder.query('select from streams where stream_id = $1 for update', [streamId])
    expect(
      kinds(await Promise.all([runtime.execute(streamId, happen('x')), runtime.execute(newStream(), happen('y'))])),
    ).toEqual(['retry_later', 'decided'])
    await holder.query('rollback')
    holder.release()
    expect(await runtime.execute(streamId, happen('second'))).toEqual({ kind: 'decided', answer: 1, version: 2 })
  })

  it('folds to the same state from its cache, from the log, and from any mixture of instances', async () => {
    const pools = [database.pool, database.anotherPool()]
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ instance: fc.nat(2), events: fc.nat(3), together: fc.boolean() }), { maxLength: 25 }),
        async (steps) => {
          // The third forgets its state between commands of different streams.
          const runtimes = numbers(3).map((n) =>
            counterRuntime(createEventStore(pools[n % 2] ?? database.pool), {
              limits: { cacheStreams: n === 2 ? 1 : 100 },
            }),
          )
          const streamId = newStream()
          let pending: Promise<Executed<number>>[] = []
          const answers: Executed<number>[] = []
          for (const step of steps) {
            const decide = (state: number) => ({
              events: numbers(step.events).map(() => draft({ command: 'it' })),
              answer: state,
            })
            pending.push(
              runtimes[step.instance]?.execute(streamId, decide) ?? Promise.reject(new Error('No such runtime')),
            )
            if (!step.together) {
              answers.push(...(await Promise.all(pending)))
              pending = []
            }
          }
          answers.push(...(await Promise.all(pending)))
          const total = steps.reduce((sum, step) => sum + step.events, 0)
          expect((await createEventStore(database.pool).load(streamId)).map(({ version }) => version)).toEqual(
            numbers(total).map((n) => n + 1),
          )
          answers.forEach((answer, index) => {
            expect(answer.kind === 'decided' && answer.version - answer.answer).toBe(steps[index]?.events)
          })
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('a command that waits', () => {
  it('is turned away when it has waited too long', async () => {
    const database = await createTestDatabase()
    try {
      const runtime = counterRuntime(createEventStore(database.pool, { limits: { lockTimeoutMs: 500 } }), {
        limits: { maxWaitMs: 20 },
      })
      const streamId = newStream()
      await runtime.execute(streamId, happen('first'))
      const holder = await database.pool.connect()
      await holder.query('begin')
      await holder.query('select from streams where stream_id = $1 for update', [streamId])
      const held = runtime.execute(streamId, happen('held'))
      await until(async () => (await waitingForLock(database.pool)) > 0)
      const waiting = runtime.execute(streamId, happen('waiting'))
      const asOfMs = performance.now()
      await until(() => performance.now() - asOfMs > 30)
      await holder.query('commit')
      holder.release()
      expect(kinds(await Promise.all([held, waiting]))).toEqual(['decided', 'retry_later'])
    } finally {
      await database.drop()
    }
  })
})
