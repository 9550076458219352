import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type AuctionView, auctionViewToWire, topicSpecs } from '@gavel/event-contracts'
import { serviceEnvironment, startWay } from '@gavel/local-stack'
import { createMessaging, type Messaging } from '@gavel/messaging'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { materialise } from '../src/auction/materialise.ts'
import { addGeneration, newestGenerations } from '../src/search/feed/generations.ts'
import { type SearchFeeds, startSearchFeeds } from '../src/search/feed/searchFeeds.ts'
import { IndexGone, type Written, writeDocuments } from '../src/search/index/documents.ts'
import { connectElasticsearch, type Elasticsearch } from '../src/search/index/elasticsearch.ts'
import { searchedGeneration, searchGeneration } from '../src/search/index/indices.ts'
import { lotFeed } from '../src/search/lots/lotFeed.ts'
import { searchDocumentOf } from '../src/search/lots/searchDocument.ts'
import { history } from './lots.ts'
import { everything } from './searches.fixture.ts'
import { createSearchWorld, type Searcher, type SearchWorld } from './searchWorld.ts'
import { logger, until } from './world.ts'

let world: SearchWorld
let elasticsearch: Elasticsearch
let messaging: Messaging
let searcher: Searcher
const started: SearchFeeds[] = []
const putAside: unknown[] = []
const metadata = { actor: 'service:test', correlationId: 'test' }

beforeEach(async () => {
  world = await createSearchWorld({ index: false })
  elasticsearch = connectElasticsearch(world.scope.addresses.elasticsearchUrl)
  messaging = newMessaging()
  await messaging.ensureTopics(topicSpecs)
  searcher = await world.searcher()
})
afterEach(async () => {
  putAside.length = 0
  await Promise.all(started.splice(0).map((feeds) => feeds.stop()))
  await messaging.stop()
  await elasticsearch.stop()
  await world.drop()
})

const newMessaging = (): Messaging =>
  createMessaging({
    brokers: world.scope.addresses.kafkaBrokers,
    clientId: 'test',
    topicPrefix: world.scope.topicPrefix,
    logger,
    observer: { deadLettered: (event) => void putAside.push(event) },
  })

const indices = async (): Promise<readonly string[]> =>
  Object.keys(await elasticsearch.client.indices.get({ index: `${searcher.index.searched}-*` }))

function startFeeds(
  options: { elasticsearch?: Elasticsearch; onWritten?: (written: Written) => void } = {},
): SearchFeeds {
  const { index, cache } = searcher
  const { elasticsearch: own = elasticsearch, onWritten = () => {} } = options
  const feed = lotFeed({ elasticsearch: own, index, cache, onWritten })
  const feeds = startSearchFeeds({ pool: world.pool, messaging, elasticsearch: own, feed, logger, tendMs: 100 })
  started.push(feeds)
  return feeds
}

const lotViews = (from: number, count: number): readonly AuctionView[] =>
  Array.from({ length: count }, (_, index) => ({
    type: 'lot.view' as const,
    data: history(from + index, { price: from + index }).lotAt(2),
  }))

/** What projector publishes, and query-api stores. */
async function publish(views: readonly AuctionView[]): Promise<void> {
  await materialise(world.pool, views)
  await send(views)
}

async function send(views: readonly AuctionView[]): Promise<void> {
  const producer = await messaging.createProducer()
  await producer.send(views.map((view) => auctionViewToWire({ ...view, metadata })))
  await producer.stop()
}

const total = async (): Promise<number> => (await searcher.search.find({ ...everything, limit: 1 })).total

const untilTotal = (count: number): Promise<void> =>
  until(`${count} lots are found`, async () => (await total().catch(() => -1)) === count)

describe('the feed of the search', () => {
  it('finds what was published before and after it began', async () => {
    await publish(lotViews(1, 30))
    const feeds = startFeeds()
    await untilTotal(30)
    await publish(lotViews(100, 5))
    await untilTotal(35)
    await until('nothing is left', async () => (await feeds.lag()) === 0)
    await feeds.check()
    const lots = await searcher.numbers({ sort: 'price_asc', minPrice: 28, limit: 100 })
    expect(lots).toEqual([28, 29, 30, 100, 101, 102, 103, 104])
  })

  it('builds the index anew without a search that finds too little, while views keep coming', async () => {
    // More than are read in a moment.
    await send(lotViews(1, 2_000))
    startFeeds()
    await untilTotal(2_000)
    const before = await searchedGeneration(elasticsearch, searcher.index)

    const totals: number[] = []
    let isDone = false
    const searching = (async () => {
      while (!isDone) totals.push(await total())
    })()
    await addGeneration(world.pool, elasticsearch, searcher.index, before ?? 0)
    for (let batch = 0; batch < 5; batch += 1) await send(lotViews(5_000 + batch * 10, 10))
    await until('the new one is searched', async () => {
      const now = await searchedGeneration(elasticsearch, searcher.index)
      return now !== undefined && now > (before ?? 0)
    })
    await untilTotal(2_050)
    isDone = true
    await searching
    // Of what is published meanwhile the new one may know a moment later; of what was there it misses nothing.
    expect(totals.filter((count) => count < 2_000)).toEqual([])
    await until('the old one is gone', async () => (await indices()).join() === searcher.index.index((before ?? 0) + 1))
  })

  it('is built anew by search:rebuild, which waits for it or for a newer one', async () => {
    await publish(lotViews(1, 6))
    startFeeds()
    await untilTotal(6)
    const program = join(import.meta.dirname, '..', 'src', 'search', 'rebuild.ts')
    const env = { ...process.env, ...serviceEnvironment(world.scope, 'query-api') }
    const rebuild = async () => {
      const args = [program, '--env', 'test', '--index', 'lots']
      const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: 30_000 })
      return stdout
    }
    expect(await rebuild()).toContain('Generation 2 of the index of lots is in use.')
    expect(await searchedGeneration(elasticsearch, searcher.index)).toBe(2)
    // Whoever is overtaken by another's does not wait for his own for ever.
    for (const said of await Promise.all([rebuild(), rebuild()])) {
      expect(said).toMatch(/Generation [34] of the index of lots is in use\./)
    }
    await untilTotal(6)
  })

  it('is one generation for all instances, also when they begin together', async () => {
    await publish(lotViews(1, 12))
    for (let instance = 0; instance < 3; instance += 1) startFeeds()
    await untilTotal(12)
    expect(await newestGenerations(world.pool, searcher.index)).toHaveLength(1)
  })

  it('is added once by all who want it at the same time', async () => {
    const { index } = searcher
    const added = await Promise.all(
      [0, 0, 0, 0, 0].map((known) => addGeneration(world.pool, elasticsearch, index, known)),
    )
    expect(new Set(added.map(({ number }) => number))).toEqual(new Set([1]))
    expect(await indices()).toEqual([index.index(1)])
  })

  it('is tidied after one who died when he had brought a new index into use', async () => {
    const { index } = searcher
    for (const known of [0, 1]) await addGeneration(world.pool, elasticsearch, index, known)
    await searchGeneration(elasticsearch, index, 2)
    await publish(lotViews(1, 3))
    startFeeds()
    await untilTotal(3)
    await until('the old one is gone', async () => (await indices()).join() === index.index(2))
  })

  it('puts aside a lot that the index refuses, and takes those around it', async () => {
    const lots = lotViews(1, 5)
    // More than an integer of the mapping holds.
    const tooMuch = { type: 'lot.view' as const, data: { ...history(6).lotAt(2), version: 2_147_483_648 } }
    await send([...lots, tooMuch, ...lotViews(7, 5)])
    const bulks: Written[] = []
    const feeds = startFeeds({ onWritten: (written) => void bulks.push(written) })
    await untilTotal(10)
    await until('nothing is left', async () => (await feeds.lag()) === 0)
    // None of them was sent again.
    expect(bulks.reduce((sent, bulk) => sent + bulk.sent, 0)).toBe(11)
    expect(putAside).toMatchObject([{ topic: 'auction.views', reason: 'handle_failed', count: 1 }])
  })

  it('makes again what Elasticsearch has lost', async () => {
    await publish(lotViews(1, 8))
    startFeeds()
    await untilTotal(8)
    const lost = await searchedGeneration(elasticsearch, searcher.index)
    await elasticsearch.client.indices.delete({ index: searcher.index.index(lost ?? 0) })
    await searcher.cache.dropAll()
    await publish(lotViews(50, 1))
    await untilTotal(9)
    // Who writes late brings nothing back: neither the lost one nor an index that is called like its alias.
    expect(await searchedGeneration(elasticsearch, searcher.index)).toBe((lost ?? 0) + 1)
    const late = writeDocuments(elasticsearch, searcher.index.written(lost ?? 0), [
      searchDocumentOf(history(60).lotAt(2)),
    ])
    await expect(late).rejects.toThrow(IndexGone)
    expect(await indices()).toEqual([searcher.index.index((lost ?? 0) + 1)])
  })

  it('waits for Elasticsearch as long as it takes, and loses nothing', async () => {
    const way = await startWay(new URL(world.scope.addresses.elasticsearchUrl))
    const cut = connectElasticsearch(`http://127.0.0.1:${way.port}`)
    const feeds = startFeeds({ elasticsearch: cut })
    await publish(lotViews(1, 3))
    await untilTotal(3)
    way.cut()
    await publish(lotViews(10, 4))
    await until('it says so', () =>
      feeds.check().then(
        () => false,
        () => true,
      ),
    )
    expect(await total()).toBe(3)
    await way.restore()
    await untilTotal(7)
    await until('it is well', () =>
      feeds.check().then(
        () => true,
        () => false,
      ),
    )
    await feeds.stop()
    await cut.stop()
    way.close()
  })

  it('begins when Elasticsearch comes later than itself', async () => {
    const way = await startWay(new URL(world.scope.addresses.elasticsearchUrl))
    way.cut()
    const cut = connectElasticsearch(`http://127.0.0.1:${way.port}`)
    const feeds = startFeeds({ elasticsearch: cut })
    await publish(lotViews(1, 2))
    await expect(feeds.check()).rejects.toThrow('not looked after')
    await way.restore()
    await untilTotal(2)
    await feeds.stop()
    await cut.stop()
    way.close()
  })

  it('is told to wait by a clear problem before there is an index', async () => {
    await expect(searcher.numbers()).rejects.toMatchObject({ code: 'search_unavailable', status: 503 })
  })

  it('takes views in any order, and twice', async () => {
    const lot = history(77)
    const versions = [2, 3, 4].map((version) => ({
      type: 'lot.view' as const,
      data: { ...lot.lotAt(version), price: version },
    }))
    startFeeds()
    const [second, third, fourth] = versions
    if (second === undefined || third === undefined || fourth === undefined) throw new Error('there are three')
    await publish([fourth, second, fourth])
    const atFour = () => searcher.numbers({ minPrice: 4, maxPrice: 4 }).catch(() => [])
    await until('the newest is found', async () => (await atFour()).length === 1)
    await publish([third, second])
    await publish(lotViews(500, 1))
    await untilTotal(2)
    expect(await atFour()).toEqual([77])
  })
})
