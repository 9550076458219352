import { connect, createServer, type Socket } from 'node:net'
import { createPool } from '@gavel/database'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createEventStore, type Executed } from '../src/index.ts'
import { allEvents, count, createTestDatabase, killAppending, type TestDatabase, until } from './database.ts'
import { appendOf, counterRuntime, happen, newStream } from './events.ts'

describe('a connection lost in mid-append', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createTestDatabase()
  })
  afterEach(() => database.drop())

  it('loses nothing that was acknowledged, and does nothing twice, however often backends are ended', async () => {
    const outcomes = { known: 0, unknown: 0 }
    const metrics = { connectionLost: (_: number, known: boolean) => void outcomes[known ? 'known' : 'unknown']++ }
    const runtimes = ['first', 'second'].map((applicationName) =>
      counterRuntime(createEventStore(database.anotherPool({ applicationName }), { metrics })),
    )
    const streams = Array.from({ length: 6 }, newStream)
    const executed = new Map<string, Executed<number>>()
    const endsAtMs = performance.now() + 4_000
    let commands = 0
    const load = Array.from({ length: 24 }, async (_, caller) => {
      while (performance.now() < endsAtMs) {
        const command = `${caller}.${commands++}`
        const streamId = streams[commands % streams.length] ?? ''
        const answer = await runtimes[caller % 2]?.execute(streamId, happen(command))
        if (answer !== undefined) executed.set(command, answer)
      }
    })
    let killed = 0
    while (performance.now() < endsAtMs) {
      killed += await killAppending(database.pool, Math.random() < 0.5 ? 'first' : 'second')
    }
    await Promise.all(load)
    const events = await allEvents(database.pool)
    const times = new Map<string, number>()
    for (const { data } of events) times.set(data.command, (times.get(data.command) ?? 0) + 1)
    for (const [command, answer] of executed) {
      const expected = answer.kind === 'decided' ? [1] : answer.kind === 'outcome_unknown' ? [0, 1] : [0]
      expect({ command, kind: answer.kind, ok: expected.includes(times.get(command) ?? 0) }).toMatchObject({ ok: true })
    }
    for (const streamId of streams) {
      const versions = events.filter((event) => event.stream_id === streamId).map(({ version }) => version)
      expect(versions).toEqual(versions.map((_, index) => index + 1))
    }
    expect(killed).toBeGreaterThan(10)
    expect(outcomes.known).toBeGreaterThan(10)
    expect([...executed.values()].filter(({ kind }) => kind === 'decided').length).toBeGreaterThan(50)
  })

  it('reads back an append whose answer never came', async () => {
    const proxy = await cuttingProxy(database.pool)
    const pool = createPool({ connectionString: proxy.url, schema: 'command', applicationName: 'cut' })
    try {
      const runtime = counterRuntime(createEventStore(pool))
      const streamId = newStream()
      await runtime.execute(streamId, happen('first'))
      // Postgres gets the statement and commits; its answer is cut off.
      proxy.cutAnswers()
      expect(await runtime.execute(streamId, happen('second'))).toEqual({ kind: 'decided', answer: 1, version: 2 })
      expect((await allEvents(database.pool)).map(({ data }) => data.command)).toEqual(['first', 'second'])
    } finally {
      await pool.end()
      await proxy.stop()
    }
  })

  it('ends a backend that still waits for a lock before it believes that nothing was written', async () => {
    const proxy = await cuttingProxy(database.pool)
    const pool = createPool({ connectionString: proxy.url, schema: 'command', applicationName: 'cut' })
    try {
      const store = createEventStore(pool, { limits: { lockTimeoutMs: 8_000 } })
      const streamId = newStream()
      await store.append([appendOf(streamId, 0)])
      const holder = await database.pool.connect()
      await holder.query('begin')
      await holder.query('select from streams where stream_id = $1 for update', [streamId])
      const appending = store.append([appendOf(streamId, 1)])
      const waiting = () =>
        count(
          database.pool,
          'pg_stat_activity',
          `wait_event_type = 'Lock' and application_name = 'cut' and datname = current_database()`,
        )
      await until(async () => (await waiting()) === 1)
      const pids = async () =>
        (
          await database.pool.query<{ pid: number }>(
            `select pid from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'cut' and datname = current_database()`,
          )
        ).rows.map(({ pid }) => pid)
      const [orphan] = await pids()
      proxy.cutNow()
      // The append waits again, on a backend of its own: the orphan must be gone by then, or both could commit.
      await until(async () => (await pids()).some((pid) => pid !== orphan))
      expect(await pids()).not.toContain(orphan)
      await holder.query('commit')
      holder.release()
      expect(await appending).toEqual([{ kind: 'appended', version: 2 }])
      expect(await count(database.pool, 'events')).toBe(2)
    } finally {
      await pool.end()
      await proxy.stop()
    }
  })

  it('says that it does not know when the database stays away', async () => {
    const proxy = await cuttingProxy(database.pool)
    const pool = createPool({
      connectionString: proxy.url,
      schema: 'command',
      applicationName: 'cut',
      connectionTimeoutMs: 200,
    })
    try {
      const store = createEventStore(pool, { limits: { readBackMs: 300, statementTimeoutMs: 300 } })
      const runtime = counterRuntime(store)
      const streamId = newStream()
      await runtime.execute(streamId, happen('first'))
      proxy.cutAnswers({ stayAway: true })
      expect((await runtime.execute(streamId, happen('second'))).kind).toBe('outcome_unknown')
      // Not sent at all: certainly nothing was done.
      expect((await runtime.execute(streamId, happen('third'))).kind).toBe('retry_later')
      proxy.comeBack()
      // A try of it may still find the way closed, on a slow machine: then nothing was done.
      const again = async () => {
        for (;;) {
          const done = await runtime.execute(streamId, happen('fourth'))
          if (done.kind !== 'retry_later') return done
        }
      }
      expect(await again()).toEqual({ kind: 'decided', answer: 2, version: 3 })
      expect((await allEvents(database.pool)).map(({ data }) => data.command)).toEqual(['first', 'second', 'fourth'])
    } finally {
      await pool.end()
      await proxy.stop()
    }
  })
})

/** A TCP proxy before the real Postgres, which can cut connections at chosen moments. */
async function cuttingProxy(behind: TestDatabase['pool']) {
  const target = new URL(behind.options.connectionString ?? '')
  let cutting = false
  let away = false
  const sockets = new Set<Socket>()
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((client) => {
    if (away) {
      client.destroy()
      return
    }
    const upstream = connect(Number(target.port), target.hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    client.pipe(upstream)
    upstream.on('data', (chunk) => {
      if (!cutting) client.write(chunk)
      // ReadyForQuery ends the answer: Postgres has committed.
      else if (chunk.includes('Z\u0000\u0000\u0000\u0005')) {
        cutting = false
        client.destroy()
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  const url = new URL(target)
  url.host = `127.0.0.1:${address.port}`
  return {
    url: url.href,
    cutAnswers({ stayAway = false } = {}) {
      cutting = true
      away = stayAway
    },
    cutNow() {
      for (const socket of sockets) if (socket.localPort === address.port) socket.destroy()
    },
    comeBack() {
      away = false
    },
    async stop() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
