import { describe, expect, it } from '@jest/globals'
import { kafkaClient } from '../src/probes/kafka.ts'
import { freePort } from '../src/system/ports.ts'
import { ownStack } from './ownStack.ts'

describe('ports', () => {
  it('Kafka keeps its topics and advertises its new address when both its ports have changed', async () => {
    const stack = await ownStack()
    const first = await stack.lease(['kafka'])
    const brokers = first.addresses.kafka ?? ''
    const admin = kafkaClient(brokers).admin()
    await admin.connect()
    await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 2 }], waitForLeaders: true })
    await admin.disconnect()
    const processes = await stack.processes()
    await first.release()
    await stack.allGone(processes)

    stack.settings.ports.kafka = await freePort([])
    const second = await stack.lease(['kafka'])
    expect(second.addresses.kafka).not.toBe(brokers)
    const again = kafkaClient(second.addresses.kafka ?? '').admin()
    await again.connect()
    const { topics } = await again.fetchTopicMetadata({ topics: ['kept'] })
    expect(topics[0]?.partitions.map((partition) => partition.leader)).toEqual([1, 1])
    const cluster = await again.describeCluster()
    expect(cluster.brokers.map((broker) => `${broker.host}:${broker.port}`)).toEqual([second.addresses.kafka])
    await again.disconnect()
  }, 60_000)
})
