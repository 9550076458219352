import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { addGeneration } from '../src/search/feed/generations.ts'
import { IndexGone, writeDocuments } from '../src/search/index/documents.ts'
import { connectElasticsearch, type Elasticsearch } from '../src/search/index/elasticsearch.ts'
import { type SearchIndex, searchIndex } from '../src/search/index/searchIndex.ts'
import { orderSchema } from '../src/search/orders/mapping.ts'
import { orderDocumentOf } from '../src/search/orders/orderDocument.ts'
import { newOrder } from './searchedOrders.ts'
import { createWorld, type World } from './world.ts'

let world: World
let elasticsearch: Elasticsearch
let index: SearchIndex
let generation = 0
beforeAll(async () => {
  world = await createWorld()
  elasticsearch = connectElasticsearch(world.scope.addresses.elasticsearchUrl)
  index = searchIndex(world.scope.elasticsearchPrefix, orderSchema)
})
afterAll(async () => {
  await elasticsearch.stop()
  await world.drop()
})
beforeEach(async () => {
  const added = await addGeneration(world.pool, elasticsearch, index, generation)
  generation = added.number
})

const documents = (count: number) => Array.from({ length: count }, () => orderDocumentOf(newOrder()))
const write = (written: Parameters<typeof writeDocuments>[2]) =>
  writeDocuments(elasticsearch, index.written(generation), written)
const found = async (): Promise<number> => (await elasticsearch.client.count({ index: index.index(generation) })).count

describe('a bulk of documents', () => {
  it('is found when it is written, and an older version changes nothing', async () => {
    const [one, ...others] = documents(3)
    if (one === undefined) throw new Error('there are three')
    expect(await write([{ ...one, version: 2 }, ...others])).toEqual({ sent: 3, indexed: 3, refused: [] })
    expect(await found()).toBe(3)
    expect(await write([one])).toEqual({ sent: 1, indexed: 0, refused: [] })
    expect(await write([])).toEqual({ sent: 0, indexed: 0, refused: [] })
  })

  it('names what is refused, with the reason, and takes everything else', async () => {
    const [first, second, ...others] = documents(20)
    if (first === undefined || second === undefined) throw new Error('there are twenty')
    const unknown = { ...first, colour: 'red' }
    const tooMuch = { ...second, skuNumber: 2_147_483_648 }
    const written = await write([...others.slice(0, 5), unknown, tooMuch, ...others.slice(5)])
    expect(written).toMatchObject({ sent: 20, indexed: 18, refused: [{ id: first.id }, { id: second.id }] })
    const reasons = written.refused.map(({ error }) => error.message)
    expect(reasons[0]).toContain('strict_dynamic_mapping_exception')
    expect(reasons[0]).toContain('[colour]')
    expect(reasons[1]).toContain('out of range of int')
    expect(await found()).toBe(18)
  })

  it('is halved when one of it spoils the whole request', async () => {
    const [first, ...others] = documents(9)
    if (first === undefined) throw new Error('there are nine')
    // Elasticsearch takes ids of 512 bytes at the most, and no request with a longer one.
    const spoiling = { ...first, id: 'x'.repeat(600) }
    const written = await write([...others.slice(0, 3), spoiling, ...others.slice(3)])
    expect(written).toMatchObject({ sent: 9, indexed: 8, refused: [{ id: spoiling.id }] })
    expect(await found()).toBe(8)
  })

  it('brings back no index that has gone', async () => {
    await elasticsearch.client.indices.delete({ index: index.index(generation) })
    await expect(write(documents(1))).rejects.toThrow(IndexGone)
  })
})
