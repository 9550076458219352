import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import {
  createDeciderRuntime,
  createEventStore,
  type EventDraft,
  type StreamAppend,
  type Together,
} from '../src/index.ts'
import { count, createTestDatabase, killAppending, type TestDatabase, until } from './database.ts'
import { appendOf, draft, newStream } from './events.ts'

const numbers = (n: number) => Array.from({ length: n }, (_, index) => index)

const companion = (streamId: string, expectedVersion = 0, events = [draft()]): StreamAppend => ({
  streamId,
  streamType: 'order',
  expectedVersion,
  events,
  topic: 'order.events',
})

describe('an append with companions', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createTestDatabase()
  })
  afterEach(() => database.drop())

  it('writes all streams, new and known, with their outbox rows', async () => {
    const store = createEventStore(database.pool)
    const [main, known, fresh] = [newStream(), newStream(), newStream()]
    await store.append([appendOf(known, 0)])
    const companions = [companion(known, 1), companion(fresh, 0, [draft(), draft()])]
    const claims = [
      { name: 'thing:1', data: 0 },
      { name: 'order:1', data: 0, streamId: fresh },
    ]
    expect(await store.append([appendOf(main, 0, { companions, claims })])).toEqual([{ kind: 'appended', version: 1 }])
    expect(await store.claim('thing:1')).toMatchObject({ streamId: main, version: 1 })
    expect(await store.claim('order:1')).toMatchObject({ streamId: fresh, version: 2 })
    await expect(
      store.commit(appendOf(main, 1, { claims: [{ name: 'order:2', data: 0, streamId: fresh }] })),
    ).rejects.toThrow(TypeError)
    expect(await store.versions([main, known, fresh])).toEqual(
      new Map([
        [main, 1],
        [known, 2],
        [fresh, 2],
      ]),
    )
    expect((await store.load(fresh)).map(({ id }) => id)).toEqual(companions[1]?.events.map(({ id }) => id))
    expect(await count(database.pool, 'outbox_events', `topic = 'order.events'`)).toBe(3)
    expect(await count(database.pool, 'streams', `stream_type = 'order'`)).toBe(1)
  })

  it('writes nothing when a companion has moved, and says which; its neighbours go through', async () => {
    const store = createEventStore(database.pool)
    const [main, moved, still, neighbour, absent] = numbers(5).map(newStream)
    if (!main || !moved || !still || !neighbour || !absent) throw new Error('five streams')
    await store.append([appendOf(main, 0), appendOf(moved, 0), appendOf(still, 0)])
    await store.append([appendOf(moved, 1)])
    const fresh = newStream()
    const results = await store.append([
      appendOf(main, 1, { companions: [companion(still, 1), companion(moved, 1), companion(fresh)] }),
      appendOf(neighbour, 0, { claims: [{ name: 'key:1', data: 0 }] }),
      appendOf(newStream(), 0, { companions: [companion(absent, 3)] }),
    ])
    expect(results).toEqual([
      { kind: 'companion_moved', streamId: moved },
      { kind: 'appended', version: 1 },
      { kind: 'companion_moved', streamId: absent },
    ])
    expect(await store.versions([main, still, fresh])).toEqual(
      new Map([
        [main, 1],
        [still, 1],
      ]),
    )
    expect(await count(database.pool, 'streams')).toBe(4)
  })

  it('writes nothing beside a stream that has moved, a taken claim, or a new companion that is there already', async () => {
    const store = createEventStore(database.pool)
    const [main, taken, other, fresh] = [newStream(), newStream(), newStream(), newStream()]
    await store.append([appendOf(main, 0, { claims: [{ name: 'key:1', data: 0 }] }), appendOf(other, 0)])
    const results = await store.append([
      appendOf(main, 7, { companions: [companion(fresh)] }),
      appendOf(taken, 0, { claims: [{ name: 'key:1', data: 1 }], companions: [companion(newStream())] }),
    ])
    expect(results).toEqual([{ kind: 'conflict' }, { kind: 'claim_taken', name: 'key:1' }])
    expect(await store.append([appendOf(main, 1, { companions: [companion(other)] }), appendOf(fresh, 0)])).toEqual([
      { kind: 'companion_moved', streamId: other },
      { kind: 'appended', version: 1 },
    ])
    expect(await store.versions([main, other])).toEqual(
      new Map([
        [main, 1],
        [other, 1],
      ]),
    )
    expect(await count(database.pool, 'streams')).toBe(3)
    expect(await count(database.pool, 'events')).toBe(3)
  })

  it('refuses a stream that accompanies itself, or a batch in which one stands twice', async () => {
    const store = createEventStore(database.pool)
    const main = newStream()
    await expect(store.commit(appendOf(main, 0, { companions: [companion(main)] }))).rejects.toThrow(TypeError)
    await expect(
      store.append([appendOf(main, 0), appendOf(newStream(), 0, { companions: [companion(main)] })]),
    ).rejects.toThrow(TypeError)
    expect(await count(database.pool, 'streams')).toBe(0)
  })
})

/** A shelf of things; each that is taken is a stream of its own, begun in the same append. */
type Shelf = { left: number }
const stock = 100

function shelfRuntime(database: TestDatabase, options: { applicationName?: string } = {}) {
  const store = createEventStore(database.anotherPool(options))
  const runtime = createDeciderRuntime<Shelf, EventDraft, number>({
    store,
    streamType: 'shelf',
    topic: 'shelf.events',
    initial: { left: stock },
    read: ({ data }) =>
      data instanceof Object && 'change' in data && typeof data.change === 'number' ? data.change : 0,
    evolve: ({ left }, change) => ({ left: left + change }),
  })
  const take =
    (taken: string) =>
    ({ left }: Shelf): Together<EventDraft, boolean> =>
      left === 0
        ? { events: [], answer: false }
        : { events: [draft({ change: -1 })], answer: true, companions: [companion(taken)] }
  const giveBack = (taken: string, version: number) => (): Together<EventDraft, boolean> => ({
    events: [draft({ change: 1 })],
    answer: true,
    companions: [companion(taken, version)],
  })
  return { store, runtime, take, giveBack }
}

describe('commands with companions', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createTestDatabase()
  })
  afterEach(() => database.drop())

  it('sell no more than there is, in two runtimes at once: as many streams begun as things gone', async () => {
    const shelf = newStream()
    const shelves = [shelfRuntime(database), shelfRuntime(database)] as const
    const answers = await Promise.all(
      numbers(500).map((index) => {
        const { runtime, take } = shelves[index % 2 === 0 ? 0 : 1]
        return runtime.executeTogether(shelf, take(newStream()))
      }),
    )
    expect(answers.filter((each) => each.kind === 'decided' && each.answer)).toHaveLength(stock)
    expect(answers.every(({ kind }) => kind === 'decided')).toBe(true)
    expect(await count(database.pool, 'streams', `stream_type = 'order'`)).toBe(stock)
    expect((await shelves[0].store.load(shelf)).length).toBe(stock)
  })

  it('give back once, however many ask at once, and whatever else moves the companion', async () => {
    const shelf = newStream()
    const taken = newStream()
    const shelves = [shelfRuntime(database), shelfRuntime(database)] as const
    await shelves[0].runtime.executeTogether(shelf, shelves[0].take(taken))
    const answers = await Promise.all(
      numbers(20).map((index) => {
        const { runtime, giveBack } = shelves[index % 2 === 0 ? 0 : 1]
        return runtime.executeTogether(shelf, giveBack(taken, 1))
      }),
    )
    expect(answers.filter(({ kind }) => kind === 'decided')).toHaveLength(1)
    expect(answers.filter(({ kind }) => kind === 'companion_moved')).toHaveLength(19)
    expect(await shelves[0].store.version(shelf)).toBe(2)
    expect(await shelves[0].store.version(taken)).toBe(2)
  })

  it('begin a companion once, however many would at once', async () => {
    const taken = newStream()
    const shelves = [shelfRuntime(database), shelfRuntime(database)] as const
    const answers = await Promise.all(
      numbers(20).map((index) => {
        const { runtime, take } = shelves[index % 2 === 0 ? 0 : 1]
        return runtime.executeTogether(newStream(), take(taken))
      }),
    )
    expect(answers.filter(({ kind }) => kind === 'decided')).toHaveLength(1)
    expect(answers.filter(({ kind }) => kind === 'companion_moved')).toHaveLength(19)
    expect(await shelves[0].store.version(taken)).toBe(1)
    expect(await count(database.pool, 'events')).toBe(2)
  })

  it('turn away the one whose companion has moved, and carry out the others of its batch', async () => {
    const { store, runtime, take, giveBack } = shelfRuntime(database)
    const shelf = newStream()
    const [first, second] = [newStream(), newStream()]
    await Promise.all([first, second].map((taken) => runtime.executeTogether(shelf, take(taken))))
    await store.append([appendOf(second, 1)])
    const answers = await Promise.all([
      runtime.executeTogether(shelf, giveBack(first, 1)),
      runtime.executeTogether(shelf, giveBack(second, 1)),
      runtime.executeTogether(shelf, take(newStream())),
    ])
    expect(answers).toEqual([
      { kind: 'decided', answer: true, version: 3 },
      { kind: 'companion_moved', streamId: second },
      { kind: 'decided', answer: true, version: 4 },
    ])
  })

  it('are done whole or not at all when backends are killed in mid-append', async () => {
    const shelf = newStream()
    const applicationName = `killed-${newStream().slice(-8)}`
    const { runtime, take } = shelfRuntime(database, { applicationName })
    let kills = 0
    let done = false
    const killing = until(async () => {
      kills += await killAppending(database.pool, applicationName)
      return done
    })
    let sold = 0
    for (let round = 0; round < 40; round += 1) {
      const answers = await Promise.all(numbers(5).map(() => runtime.executeTogether(shelf, take(newStream()))))
      sold += answers.filter((each) => each.kind === 'decided' && each.answer).length
    }
    done = true
    await killing
    expect(kills).toBeGreaterThan(0)
    expect(sold).toBe(stock)
    expect(await count(database.pool, 'streams', `stream_type = 'order'`)).toBe(stock)
    expect(await count(database.pool, 'events')).toBe(2 * stock)
    expect(await count(database.pool, 'outbox_events')).toBe(2 * stock)
  })

  it('must not come without events, nor name a stream twice', async () => {
    const { runtime } = shelfRuntime(database)
    const [shelf, taken] = [newStream(), newStream()]
    const wrong = (decision: Together<EventDraft, number>) => runtime.executeTogether(shelf, () => decision)
    await expect(wrong({ events: [], answer: 0, companions: [companion(taken)] })).rejects.toThrow(TypeError)
    await expect(wrong({ events: [draft()], answer: 0, companions: [companion(shelf)] })).rejects.toThrow(TypeError)
    await expect(
      wrong({ events: [draft()], answer: 0, companions: [companion(taken), companion(taken)] }),
    ).rejects.toThrow(TypeError)
    expect(await count(database.pool, 'streams')).toBe(0)
  })
})
