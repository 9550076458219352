import {
  type CatalogEvent,
  catalogViewFromWire,
  type OrderEvent,
  orderViewFromWire,
  type ProductView,
  type SkuView,
  topicNames,
} from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { MissingEvents } from '../src/auction/missingEvents.ts'
import { ViewsUndelivered } from '../src/auction/publishViews.ts'
import { projectCatalog } from '../src/catalog/projectCatalog.ts'
import { startCatalog } from '../src/catalog/startCatalog.ts'
import { orders } from '../src/order/orderProjection.ts'
import { startOrders } from '../src/order/startOrders.ts'
import { startAgain } from '../src/startAgain.ts'
import { projectViews } from '../src/views/projectViews.ts'
import { atSecond } from './auctionLog.ts'
import {
  adjusted,
  cancelled,
  catalogLog,
  catalogToWire,
  created,
  declined,
  expired,
  idOf,
  orderLog,
  orderToWire,
  paid,
  returned,
  skuAdded,
  started,
  taken,
} from './shopLog.ts'
import { createWorld, until, type World } from './world.ts'

let world: World
type View = { type: string; correlationId: string; data: { id: string; version: number } }
const views: View[] = []

const failing = (): never => {
  throw new Error('this consumer was not to fail')
}

beforeAll(async () => {
  world = await createWorld()
  const watcher = { isTransient: () => false, onFatal: failing }
  const keep = async (batch: readonly (Omit<View, 'correlationId'> & { metadata: { correlationId: string } })[]) =>
    void views.push(...batch.map(({ type, data, metadata }) => ({ type, data, correlationId: metadata.correlationId })))
  await world.connect().consume({
    ...watcher,
    groupId: 'shop-watcher',
    topics: [topicNames.catalogViews],
    decode: catalogViewFromWire,
    handle: keep,
  })
  await world.connect().consume({
    ...watcher,
    groupId: 'order-watcher',
    topics: [topicNames.orderViews],
    decode: orderViewFromWire,
    handle: keep,
  })
})
afterAll(() => world.drop())

const told = (events: readonly (CatalogEvent | OrderEvent)[]) => views.filter(({ data }) => data.id === idOf(events))
/** What a compacted topic keeps of it. */
const kept = (events: readonly (CatalogEvent | OrderEvent)[]) => told(events).at(-1)?.data
const projectOrders = (events: readonly OrderEvent[], producer = world.producer) =>
  projectViews({ pool: world.pool, producer }, orders, events)
const project = (events: readonly CatalogEvent[]) =>
  projectCatalog({ pool: world.pool, producer: world.producer }, events)

const appendCatalog = (events: readonly CatalogEvent[]) => world.producer.send(events.map(catalogToWire))
const appendOrders = (events: readonly OrderEvent[]) => world.producer.send(events.map(orderToWire))

describe('the shop', () => {
  it('is told from the logs, by whoever goes on after another', async () => {
    const product = catalogLog(
      { type: 'product.added', data: { productNumber: 1, name: 'Gavel', skuCount: 2 } },
      { type: 'product.renamed', data: { name: 'Mallet' } },
    )
    const sku = catalogLog(skuAdded, taken(4, 6), { type: 'sku.repriced', data: { price: 1_200 } })
    const order = orderLog(created, started, paid)
    const start = async () => {
      const messaging = world.connect()
      const producer = await messaging.createProducer()
      const options = { pool: world.pool, messaging, producer, onFatal: failing }
      await Promise.all([startCatalog(options), startOrders(options)])
      return messaging
    }
    const first = await start()
    await Promise.all([appendCatalog([...product.slice(0, 1), ...sku.slice(0, 1)]), appendOrders(order.slice(0, 1))])
    await until('all are told', () => [product, sku, order].every((events) => told(events).length === 1))
    await first.stop()
    await Promise.all([appendCatalog([...product.slice(1), ...sku.slice(1)]), appendOrders(order.slice(1))])
    const second = await start()
    await until('they are told again', () => [product, sku, order].every((log) => kept(log)?.version === log.length))
    await second.stop()

    const [createdAt, updatedAt] = [atSecond(1), atSecond(3)]
    expect(kept(product)).toEqual({
      id: idOf(product),
      version: 2,
      productNumber: 1,
      skuCount: 2,
      name: 'Mallet',
      createdAt,
      updatedAt: atSecond(2),
    } satisfies ProductView)
    expect(kept(sku)).toEqual({
      ...skuAdded.data,
      id: idOf(sku),
      version: 3,
      stock: 6,
      price: 1_200,
      createdAt,
      updatedAt,
    } satisfies SkuView)
    expect(kept(order)).toEqual({
      ...created.data,
      id: idOf(order),
      version: 3,
      status: 'paid',
      payment: 'approved',
      correlationId: 'request-1',
      createdAt,
      updatedAt,
    })
    expect(told(order).at(-1)?.correlationId).toBe('request-3')
  })

  it.each([
    ['cancelled', [created, cancelled], { status: 'cancelled', payment: 'none' }],
    [
      'expired after it was declined',
      [created, started, declined, expired],
      { status: 'expired', payment: 'declined' },
    ],
    ['being paid', [created, started], { status: 'created', payment: 'pending' }],
  ])('has orders that are %s', async (_, facts, view) => {
    const order = orderLog(...facts)
    await projectOrders(order)
    await until('it is told', () => told(order).length === 1)
    expect(kept(order)).toMatchObject(view)
  })

  it.each([
    ['taken', [taken(4, 6)], 6],
    ['taken and returned', [taken(4, 6), returned(4, 10)], 10],
    ['adjusted after that', [taken(4, 6), returned(4, 10), adjusted(-7, 3)], 3],
  ])('has SKUs whose stock was %s', async (_, facts, stock) => {
    const sku = catalogLog(skuAdded, ...facts)
    await project(sku)
    await until('it is told', () => told(sku).length === 1)
    expect(kept(sku)).toMatchObject({ stock, price: skuAdded.data.price, version: sku.length })
  })

  it('comes to the same however its log is parted, and whatever comes again', async () => {
    const quantity = fc.integer({ min: 1, max: 3 })
    const parting = fc.record({
      taken: fc.array(quantity, { maxLength: 12 }),
      cuts: fc.array(fc.nat(12)),
      again: fc.nat(12),
    })
    await fc.assert(
      fc.asyncProperty(parting, async ({ taken: quantities, cuts, again }) => {
        let stock = skuAdded.data.stock
        const facts = quantities.map((each) => {
          stock = Math.max(0, stock - each)
          return taken(each, stock)
        })
        const sku = catalogLog(skuAdded, ...facts)
        const places = [0, ...cuts, sku.length].filter((cut) => cut <= sku.length).toSorted((a, b) => a - b)
        for (const [index, from] of places.entries()) await project(sku.slice(from, places[index + 1]))
        await project(sku.slice(0, again))
        const { rows } = await world.pool.query('select version, view from skus where id = $1', [idOf(sku)])
        expect(rows).toEqual([{ version: sku.length, view: expect.objectContaining({ stock, version: sku.length }) }])
      }),
      { numRuns: 40 },
    )
  })

  it('is told once more after a crash between storing and publishing', async () => {
    const order = orderLog(created, cancelled)
    const cut = await world.connect().createProducer()
    await cut.stop()
    await expect(projectOrders(order, cut)).rejects.toThrow(ViewsUndelivered)
    expect(told(order)).toEqual([])
    await projectOrders(order)
    await until('it is told', () => kept(order)?.version === 2)
  })

  it('goes no version back when a projector that read earlier is overtaken', async () => {
    const order = orderLog(created, started, paid)
    const overtaking = {
      async send(messages: Parameters<typeof world.producer.send>[0]) {
        if (told(order).length === 0) await projectOrders(order)
        await until('that was read', () => told(order).length > 0)
        await world.producer.send(messages)
      },
      stop: async () => undefined,
    }
    await projectOrders(order.slice(0, 1), overtaking)
    await until('all of it is read', () => told(order).length === 3)
    expect(told(order).map(({ data }) => data.version)).toEqual([3, 1, 3])
  })

  it('is not written over by a projector that has read it earlier', async () => {
    const { table } = orders
    const order = orderLog(created, started, paid)
    const stored = async () => (await table.load(world.pool, [idOf(order)])).get(idOf(order))
    await projectOrders(order.slice(0, 1))
    const earlier = await stored()
    if (earlier === undefined) throw new Error('one was stored')
    await projectOrders(order)
    await table.save(world.pool, [earlier])
    expect(await stored()).toMatchObject({ version: 3, status: 'paid', payment: 'approved' })
  })

  it('goes on after a gap in another log, and after this one once it is mended', async () => {
    const sku = catalogLog(skuAdded, taken(1, 9))
    const order = orderLog(created, started, paid)
    const [, ...later] = order
    const messaging = world.connect()
    const producer = await messaging.createProducer()
    const options = { pool: world.pool, messaging, producer, maxAttempts: 2 }
    const errors: object[] = []
    const logger = { error: (fields: object) => void errors.push(fields) }
    const [catalog, orderConsumer] = await Promise.all([
      startAgain({ name: 'catalog', start: (onFatal) => startCatalog({ ...options, onFatal }), logger }),
      startAgain({ name: 'orders', start: (onFatal) => startOrders({ ...options, onFatal }), logger, pauseMs: 50 }),
    ])
    await appendOrders(later)
    await until('it has given up, and again', () => errors.length > 1)
    await expect(orderConsumer.check()).rejects.toThrow('orders can not be followed')
    await appendCatalog(sku)
    await until('the other log is told', () => kept(sku)?.version === 2)
    await catalog.check()
    expect(told(order)).toEqual([])
    // Somebody puts right what was missing.
    await projectOrders(order.slice(0, 1))
    await until('it goes on by itself', () => kept(order)?.version === 3)
    expect(errors[0]).toMatchObject({ err: expect.any(MissingEvents), log: 'orders' })
    await Promise.all([catalog.stop(), orderConsumer.stop()])
    await messaging.stop()
  })

  it('is never told after a gap, nor from a log that begins in the middle', async () => {
    const order = orderLog(created, started, paid)
    await expect(projectOrders(order.slice(1))).rejects.toThrow(MissingEvents)
    await projectOrders(order.slice(0, 1))
    await expect(projectOrders(order.slice(2))).rejects.toThrow(MissingEvents)
    const sku = catalogLog(taken(1, 9))
    await expect(project(sku)).rejects.toThrow('is not added before')
    await until('what was before the gap is told', () => kept(order)?.version === 1)
    expect(told(order)).toHaveLength(1)
  })
})
