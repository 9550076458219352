import { describe, expect, it } from '@jest/globals'
import kafkajs from 'kafkajs'
import type { TopicSpec } from '../src/index.ts'
import { useBench } from './support.ts'

const bench = useBench()

async function configOf(topic: string): Promise<Record<string, string>> {
  const name = `${bench.scope().topicPrefix}${topic}`
  const type = kafkajs.ConfigResourceTypes.TOPIC
  const { resources } = await bench.withAdmin((admin) =>
    admin.describeConfigs({ includeSynonyms: false, resources: [{ type, name }] }),
  )
  const entries = resources[0]?.configEntries ?? []
  return Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue]))
}

describe('ensuring topics', () => {
  it('lets many callers race, and creates each topic with its dead-letter topic', async () => {
    const specs: TopicSpec[] = [
      { name: 'race.events', partitions: 3, cleanup: 'delete', retentionMs: -1 },
      { name: 'race.views', partitions: 2, cleanup: 'compact' },
    ]
    const messagings = Array.from({ length: 4 }, () => bench.messaging())
    await Promise.all(messagings.flatMap((messaging) => [messaging.ensureTopics(specs), messaging.ensureTopics(specs)]))
    await messagings[0]?.ensureTopics(specs)

    const prefix = bench.scope().topicPrefix
    const topics = ['race.events', 'race.events.dlq', 'race.views', 'race.views.dlq'].map((name) => `${prefix}${name}`)
    const metadata = await bench.withAdmin((admin) => admin.fetchTopicMetadata({ topics }))
    const counts = Object.fromEntries(metadata.topics.map(({ name, partitions }) => [name, partitions.length]))
    expect(counts).toEqual(Object.fromEntries(topics.map((topic, index) => [topic, [3, 1, 2, 1][index]])))
    expect(await configOf('race.events')).toMatchObject({ 'cleanup.policy': 'delete', 'retention.ms': '-1' })
    expect(await configOf('race.events.dlq')).toMatchObject({
      'cleanup.policy': 'delete',
      'retention.ms': '2592000000',
    })
    expect(await configOf('race.views')).toMatchObject({
      'cleanup.policy': 'compact',
      'min.cleanable.dirty.ratio': '0.2',
      'delete.retention.ms': '86400000',
    })
  })

  it('corrects what differs and keeps what an operator has set', async () => {
    const messaging = bench.messaging()
    const topic = `${bench.scope().topicPrefix}changing`
    await bench.withAdmin((admin) =>
      admin.createTopics({
        topics: [{ topic, numPartitions: 1, configEntries: [{ name: 'max.message.bytes', value: '123456' }] }],
      }),
    )
    await messaging.ensureTopics([{ name: 'changing', partitions: 2, cleanup: 'compact' }])
    expect(await configOf('changing')).toMatchObject({ 'cleanup.policy': 'compact', 'max.message.bytes': '123456' })
    expect(bench.log.filter(({ message }) => message.includes('number of partitions'))).toEqual([
      expect.objectContaining({ level: 'warn', fields: { topic, partitions: 1, wanted: 2 } }),
    ])
  })

  it('refuses a topic that is given twice', async () => {
    const spec: TopicSpec = { name: 'twice', partitions: 1, cleanup: 'delete' }
    await expect(bench.messaging().ensureTopics([spec, spec])).rejects.toThrow('twice')
  })
})
