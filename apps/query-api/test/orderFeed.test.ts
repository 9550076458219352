import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type OrderView, orderViewToWire, topicSpecs } from '@gavel/event-contracts'
import { serviceEnvironment } from '@gavel/local-stack'
import { createMessaging, type Messaging } from '@gavel/messaging'
import { connectRedis, createMetrics } from '@gavel/service-kit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Redis } from 'ioredis'
import type prom from 'prom-client'
import { connectElasticsearch, type Elasticsearch } from '../src/search/index/elasticsearch.ts'
import { searchedGeneration } from '../src/search/index/indices.ts'
import { everyOrder } from '../src/search/orders/inputs.ts'
import { createSearchSide, type SearchSide } from '../src/search/searchSide.ts'
import { saveOrders } from '../src/sql/saveOrders.ts'
import { newOrder } from './searchedOrders.ts'
import { createWorld, logger, until, type World } from './world.ts'

let world: World
let redis: Redis
let elasticsearch: Elasticsearch
let messaging: Messaging
let side: SearchSide
let registry: prom.Registry
let feeds: ReturnType<SearchSide['startFeeds']>
const metadata = { actor: 'service:test', correlationId: 'test' }

beforeEach(async () => {
  world = await createWorld()
  const { scope, pool } = world
  redis = connectRedis({ url: scope.addresses.redisUrl, keyPrefix: scope.redisPrefix, logger })
  elasticsearch = connectElasticsearch(scope.addresses.elasticsearchUrl)
  messaging = createMessaging({
    brokers: scope.addresses.kafkaBrokers,
    clientId: 'test',
    topicPrefix: scope.topicPrefix,
    logger,
  })
  await messaging.ensureTopics(topicSpecs)
  registry = createMetrics('query-api')
  side = createSearchSide({
    pool,
    redis,
    elasticsearch,
    indexPrefix: scope.elasticsearchPrefix,
    lotCacheMs: 60_000,
    orderCacheMs: 60_000,
    logger,
    registry,
  })
  feeds = side.startFeeds(messaging)
})
afterEach(async () => {
  await feeds.stop()
  await messaging.stop()
  await side.stop()
  redis.disconnect()
  await elasticsearch.stop()
  await world.drop()
})

/** What projector publishes. */
async function send(orders: readonly OrderView[]): Promise<void> {
  const producer = await messaging.createProducer()
  await producer.send(orders.map((data) => orderViewToWire({ type: 'order.view', data, metadata })))
  await producer.stop()
}

/** As `send`, and query-api stores it. */
async function publish(orders: readonly OrderView[]): Promise<void> {
  await saveOrders(world.pool, orders)
  await send(orders)
}

const find = (query: Partial<typeof everyOrder>) => side.orders.search.find({ ...everyOrder, ...query })

const total = async (): Promise<number> => {
  const found = await find({ limit: 1 }).catch(() => ({ total: -1 }))
  return found.total
}
const untilTotal = (count: number): Promise<void> =>
  until(`${count} orders are found`, async () => (await total()) === count)

async function measured(name: string): Promise<readonly { value: number; metricName?: string }[]> {
  const metrics = await registry.getMetricsAsJSON()
  const values = metrics.find((metric) => metric.name === name)?.values ?? []
  return values.filter(({ labels }) => labels.index === 'orders')
}
const counted = async (name: string): Promise<number> => (await measured(name))[0]?.value ?? 0
const bulks = async (): Promise<number> =>
  (await measured('query_search_bulk_documents')).find(({ metricName }) => metricName?.endsWith('_count'))?.value ?? 0

const someOrders = (count: number): readonly OrderView[] => Array.from({ length: count }, () => newOrder())

describe('the feed of the orders', () => {
  it('finds an order within a second, also where it was searched for just before', async () => {
    await publish(someOrders(3))
    await untilTotal(3)
    await until('it is well', () =>
      feeds.check().then(
        () => true,
        () => false,
      ),
    )
    const tookMs: number[] = []
    for (let round = 0; round < 3; round += 1) {
      const order = newOrder({ buyer: { id: randomUUID(), paddleNumber: 77 + round } })
      const mine = { userId: order.buyer.id }
      expect((await find(mine)).orders).toEqual([])
      await saveOrders(world.pool, [order])
      const producer = await messaging.createProducer()
      const startedMs = performance.now()
      await producer.send([orderViewToWire({ type: 'order.view', data: order, metadata })])
      await until('it is found', async () => (await find(mine)).orders.length === 1)
      tookMs.push(performance.now() - startedMs)
    }
    expect(Math.min(...tookMs)).toBeLessThan(1_000)
    await until('nothing is left', async () => (await counted('query_search_lag_messages')) === 0)
  })

  it('takes views in any order, and twice', async () => {
    const order = newOrder()
    const paid = { ...order, version: 3, status: 'paid' as const }
    await publish([paid, order, paid])
    await untilTotal(1)
    await publish([{ ...order, version: 2 }, ...someOrders(1)])
    await untilTotal(2)
    expect((await find({ status: 'paid' })).orders).toEqual([paid])
    expect((await find({ status: 'created' })).total).toBe(1)
  })

  it('puts aside what the index refuses, with its reason, and takes all others at once', async () => {
    // More than an integer of the mapping holds.
    const tooMuch = newOrder({ version: 2_147_483_648 })
    await untilTotal(0)
    await send([...someOrders(120), tooMuch, ...someOrders(120)])
    await untilTotal(240)
    const letters: string[] = []
    const undertaker = await messaging.consume<string>({
      groupId: 'undertaker',
      topics: ['order.views.dlq'],
      decode: ({ key, headers }) => `${key} ${headers.dlq_reason} ${headers.dlq_error}`,
      handle: async (batch) => void letters.push(...batch),
      isTransient: () => false,
      onFatal: () => {},
    })
    await until('it is put aside', () => letters.length > 0)
    await undertaker.stop()
    expect(letters).toHaveLength(1)
    expect(letters[0]).toMatch(new RegExp(`^${tooMuch.id} handle_failed DocumentRefused: .*out of range`, 's'))
    expect(await counted('query_search_documents_indexed_total')).toBe(240)
    expect(await counted('query_search_documents_failed_total')).toBe(1)
    // Six partitions, each of which may have come by itself.
    expect(await bulks()).toBeLessThanOrEqual(12)
  })

  it('is built anew by search:rebuild with the index of lots, without a search that finds too little', async () => {
    await publish(someOrders(6))
    await untilTotal(6)
    const totals: number[] = []
    let isDone = false
    const searching = (async () => {
      while (!isDone) totals.push(await total())
    })()
    const program = join(import.meta.dirname, '..', 'src', 'search', 'rebuild.ts')
    const env = { ...process.env, ...serviceEnvironment(world.scope, 'query-api') }
    const rebuild = (...options: readonly string[]) =>
      promisify(execFile)(process.execPath, [program, '--env', 'test', ...options], { env, timeout: 20_000 })
    const { stdout } = await rebuild()
    isDone = true
    await searching
    for (const name of ['lots', 'orders']) expect(stdout).toContain(`Generation 2 of the index of ${name} is in use.`)
    expect(await searchedGeneration(elasticsearch, side.lots.index)).toBe(2)
    expect(await searchedGeneration(elasticsearch, side.orders.index)).toBe(2)
    expect(totals.filter((count) => count !== 6)).toEqual([])
    await expect(rebuild('--index', 'bids')).rejects.toThrow('--index is lots or orders')
  })
})
