import { describe, expect, it } from '@jest/globals'
import kafkajs from 'kafkajs'
import { murmur2, partitionOf } from './murmur2.ts'

describe('murmur2', () => {
  // From org.apache.kafka.common.utils.UtilsTest.testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as Kafka does', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash)
  })

  it('finds the same partition as the default partitioner of kafkajs, for keys of every length', () => {
    const partitioner = kafkajs.Partitioners.DefaultPartitioner()
    const partitionMetadata = Array.from({ length: 12 }, (_, partitionId) => ({
      partitionId,
      partitionErrorCode: 0,
      leader: 1,
      replicas: [1],
      isr: [1],
    }))
    for (let length = 0; length < 300; length += 1) {
      const key = 'schlüssel-0190a1b2'.repeat(20).slice(length % 7, (length % 7) + length)
      const theirs = partitioner({ topic: 't', partitionMetadata, message: { key, value: null } })
      expect(partitionOf(key, 12)).toBe(theirs)
    }
  })
})
