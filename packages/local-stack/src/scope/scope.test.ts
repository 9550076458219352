import { describe, expect, it } from '@jest/globals'
import { elasticsearchUrl } from '../probes/elasticsearch.ts'
import { kafkaClient } from '../probes/kafka.ts'
import { redisClient } from '../probes/redis.ts'
import { addressesOf, completeAddresses } from '../settings/addresses.ts'
import { withClient } from './client.ts'
import { createScope, developmentScope, type Scope } from './scope.ts'

/** One thing of each kind, by its full name. */
async function fill(scope: Scope, name = 'thing'): Promise<void> {
  const { addresses } = scope
  const topic = `${scope.topicPrefix}${name}`
  const admin = kafkaClient(addresses.kafkaBrokers).admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true, timeout: 10_000 })
  await admin.setOffsets({ groupId: topic, topic, partitions: [{ partition: 0, offset: '0' }] })
  await admin.disconnect()
  const redis = redisClient(addresses.redisUrl)
  await redis.connect()
  await redis.set(`${scope.redisPrefix}${name}`, '1')
  redis.disconnect()
  await fetch(elasticsearchUrl(addresses.elasticsearchUrl, `/${scope.elasticsearchPrefix}${name}`), { method: 'PUT' })
}

/** What there is of a scope, found by other means than drop() uses. */
async function found(scope: Scope, name = 'thing'): Promise<Record<string, boolean>> {
  const { addresses } = scope
  const databases = await withClient(addresses.postgresUrl, (cluster) =>
    cluster.query('select from pg_database where datname = $1', [scope.databaseName]),
  )
  const admin = kafkaClient(addresses.kafkaBrokers).admin()
  await admin.connect()
  const topics = await admin.listTopics()
  const { groups } = await admin.listGroups()
  await admin.disconnect()
  const redis = redisClient(addresses.redisUrl)
  await redis.connect()
  const keys = await redis.exists(`${scope.redisPrefix}${name}`)
  redis.disconnect()
  const url = elasticsearchUrl(addresses.elasticsearchUrl, `/${scope.elasticsearchPrefix}${name}`)
  const index = await fetch(url, { method: 'HEAD' })
  return {
    database: databases.rowCount === 1,
    topic: topics.includes(`${scope.topicPrefix}${name}`),
    group: groups.some((group) => group.groupId === `${scope.topicPrefix}${name}`),
    key: keys === 1,
    index: index.status === 200,
  }
}

const all = { database: true, topic: true, group: true, key: true, index: true }
const none = { database: false, topic: false, group: false, key: false, index: false }

describe('a scope', () => {
  it('drops all that is its own, with whoever is connected, and nothing of its neighbour', async () => {
    const [scope, neighbour] = await Promise.all([createScope(), createScope()])
    await Promise.all([fill(scope), fill(neighbour)])
    expect(await found(scope)).toEqual(all)

    await withClient(scope.databaseUrl('command'), async (client) => {
      await scope.drop()
      await expect(client.query('select 1')).rejects.toThrow()
    })
    expect(await found(scope)).toEqual(none)
    expect(await found(neighbour)).toEqual(all)
    await neighbour.drop()
  })

  it('can be made by many at once, and again', async () => {
    const name = `twice${process.pid}`
    const scopes = await Promise.all([1, 2, 3, 4].map(() => createScope({ name })))
    const urls = scopes.map((scope) => scope.databaseUrl('projector'))
    expect(new Set(urls).size).toBe(1)
    const answer = await withClient(urls[0] ?? '', (client) => client.query('select current_schema() as schema'))
    expect(answer.rows).toEqual([{ schema: 'projector' }])
    await scopes[0]?.drop()
    await scopes[0]?.drop()
  })

  it('refuses a name that would not fit everywhere, or is the lasting scope’s', async () => {
    for (const name of ['', 'Upper', '1st', 'a-b', 'a.b', 'x'.repeat(41), 'gavel', 'gavel_test', `a'; drop`]) {
      await expect(createScope({ name })).rejects.toThrow('is no name for a scope')
    }
  })

  it('of development is not dropped', async () => {
    const scope = await developmentScope(completeAddresses(addressesOf(process.env)))
    await expect(scope.drop()).rejects.toThrow('lasting')
    expect(scope.databaseUrl('command')).toMatch(/\/\/gavel_command:gavel_command@.*\/gavel$/)
  })
})
