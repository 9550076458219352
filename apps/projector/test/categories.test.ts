import { randomUUID } from 'node:crypto'
import {
  type CatalogEvent,
  type CatalogFact,
  type CatalogViewMessage,
  catalogFactVersions,
  catalogViewFromWire,
  storedEventToWire,
  topicNames,
} from '@gavel/event-contracts'
import type { MessageProducer } from '@gavel/messaging'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { MissingEvents } from '../src/auction/missingEvents.ts'
import { ViewsUndelivered } from '../src/auction/publishViews.ts'
import { projectCatalog } from '../src/catalog/projectCatalog.ts'
import { startCatalog } from '../src/catalog/startCatalog.ts'
import { loadCategories } from '../src/sql/loadCategories.ts'
import { saveCategories } from '../src/sql/saveCategories.ts'
import { atSecond } from './auctionLog.ts'
import { createWorld, until, type World } from './world.ts'

let world: World
const views: CatalogViewMessage[] = []

const failing = (): never => {
  throw new Error('this consumer was not to fail')
}

beforeAll(async () => {
  world = await createWorld()
  await world.connect().consume({
    groupId: 'catalog-watcher',
    topics: [topicNames.catalogViews],
    decode: catalogViewFromWire,
    handle: async (batch) => void views.push(...batch),
    isTransient: () => false,
    onFatal: failing,
  })
})
afterAll(() => world.drop())

const added = (name = 'Clocks'): CatalogFact => ({ type: 'category.added', data: { code: 'clocks', name } })
const renamed = (name: string): CatalogFact => ({ type: 'category.renamed', data: { name } })

/** A category's log, as command-api would write it. */
function categoryLog(...facts: readonly CatalogFact[]): CatalogEvent[] {
  const streamId = randomUUID()
  return facts.map((fact, index) => ({
    ...fact,
    id: randomUUID(),
    streamId,
    version: index + 1,
    occurredAt: atSecond(index + 1),
    metadata: { actor: 'service:test', correlationId: `request-${index + 1}` },
  }))
}

const idOf = (events: readonly CatalogEvent[]) => events[0]?.streamId
const told = (events: readonly CatalogEvent[]) =>
  views.flatMap((view) => (view.type === 'category.view' && view.data.id === idOf(events) ? [view] : []))
/** What a compacted topic keeps of it. */
const kept = (events: readonly CatalogEvent[]) => told(events).at(-1)?.data
const project = (events: readonly CatalogEvent[], producer = world.producer) =>
  projectCatalog({ pool: world.pool, producer }, events)

const append = (events: readonly CatalogEvent[]) =>
  world.producer.send(
    events.map((event) =>
      storedEventToWire({
        ...event,
        topic: topicNames.catalogEvents,
        eventId: event.id,
        schemaVersion: catalogFactVersions[event.type].current,
        dataJson: JSON.stringify(event.data),
      }),
    ),
  )

async function start(onFatal: (error: unknown) => void = failing, maxAttempts?: number) {
  const messaging = world.connect()
  const producer = await messaging.createProducer()
  const attempts = maxAttempts === undefined ? {} : { maxAttempts }
  await startCatalog({ pool: world.pool, messaging, producer, onFatal, ...attempts })
  return messaging
}

describe('a category', () => {
  it('is told as it is after each event, also by the one that goes on after another', async () => {
    const events = categoryLog(added(), renamed('Watches'))
    const first = await start()
    await append(events.slice(0, 1))
    await until('it is told', () => told(events).length === 1)
    expect(kept(events)).toEqual({
      id: idOf(events),
      version: 1,
      code: 'clocks',
      name: 'Clocks',
      createdAt: atSecond(1),
      updatedAt: atSecond(1),
    })
    expect(told(events)[0]?.metadata).toMatchObject({ correlationId: 'request-1' })
    await first.stop()
    await append(events.slice(1))
    const second = await start()
    await until('its new name is told', () => kept(events)?.version === 2)
    expect(kept(events)).toEqual({
      id: idOf(events),
      version: 2,
      code: 'clocks',
      name: 'Watches',
      createdAt: atSecond(1),
      updatedAt: atSecond(2),
    })
    await second.stop()
  })

  it.each([1, 2, 3])('comes to the same in batches of %d', async (size) => {
    const events = categoryLog(added(), renamed('Watches'), renamed('Clocks'))
    for (let at = 0; at < events.length; at += size) await project(events.slice(at, at + size))
    await until('it is told', () => kept(events)?.version === 3)
    expect(kept(events)).toMatchObject({ name: 'Clocks', createdAt: atSecond(1), updatedAt: atSecond(3) })
  })

  it('is the newest when events come twice, and when older ones come after it', async () => {
    const events = categoryLog(added(), renamed('Watches'))
    await project(events)
    await project(events)
    await project(events.slice(0, 1))
    await until('all of it is told', () => told(events).length === 3)
    expect(told(events).map(({ data }) => [data.version, data.name])).toEqual(
      Array.from({ length: 3 }, () => [2, 'Watches']),
    )
  })

  it('is kept apart from others', async () => {
    const [one, other] = [categoryLog(added('One'), renamed('Uno')), categoryLog(added('Other'))]
    await project([...one.slice(0, 1), ...other, ...one.slice(1)])
    await until('both are told', () => told(one).length === 1 && told(other).length === 1)
    expect([kept(one)?.name, kept(other)?.name]).toEqual(['Uno', 'Other'])
  })

  it('is told once more after a crash between storing and publishing', async () => {
    const events = categoryLog(added())
    const cut = await world.connect().createProducer()
    await cut.stop()
    await expect(project(events, cut)).rejects.toThrow(ViewsUndelivered)
    expect(told(events)).toEqual([])
    await project(events)
    await until('it is told', () => told(events).length === 1)
  })

  it('is left as the newest in the topic when another projector was faster', async () => {
    const events = categoryLog(added(), renamed('Watches'))
    let isDelayed = true
    const delayed: MessageProducer = {
      async send(messages) {
        if (isDelayed) {
          isDelayed = false
          await project(events)
        }
        await world.producer.send(messages)
      },
      stop: async () => undefined,
    }
    await project(events.slice(0, 1), delayed)
    await until('all of it is read', () => told(events).length === 3)
    expect(told(events).map(({ data }) => data.version)).toEqual([2, 1, 2])
  })

  it('is not written over by a projector that has read it earlier', async () => {
    const events = categoryLog(added(), renamed('Watches'))
    await project(events.slice(0, 1))
    const earlier = kept(events) ?? (await loadCategories(world.pool, [idOf(events) ?? ''])).get(idOf(events) ?? '')
    if (earlier === undefined) throw new Error('one was stored')
    await project(events)
    await saveCategories(world.pool, [earlier])
    expect((await loadCategories(world.pool, [earlier.id])).get(earlier.id)).toMatchObject({ name: 'Watches' })
  })

  it('is never told after a gap: the service ends', async () => {
    const events = categoryLog(added(), renamed('Watches'), renamed('Clocks'))
    const failed = Promise.withResolvers<unknown>()
    await project(events.slice(0, 1))
    const messaging = await start(failed.resolve, 2)
    await append(events.slice(2))
    expect(await failed.promise).toBeInstanceOf(MissingEvents)
    await messaging.stop()
    await until('what was before is told', () => told(events).length === 1)
    expect(kept(events)?.version).toBe(1)
  })
})
