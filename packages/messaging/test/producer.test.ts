import { describe, expect, it } from '@jest/globals'
import type { MessagingTracer, ReceivedMessage, Traced } from '../src/index.ts'
import { collect, until, useBench } from './support.ts'

const bench = useBench()

describe('a producer', () => {
  it('sends keys, values, tombstones and headers; the names are without prefix on both sides', async () => {
    const messaging = bench.messaging()
    await messaging.ensureTopics([{ name: 'round-trip', partitions: 1, cleanup: 'compact' }])
    const producer = await messaging.createProducer()
    const headers = { ce_type: 'bid.placed', traceparent: '00-a-b-01' }
    await producer.send([
      { topic: 'round-trip', key: 'a', value: Buffer.from('1'), headers },
      { topic: 'round-trip', key: 'ü', value: null, headers: {} },
    ])
    const received: ReceivedMessage[] = []
    const { options } = collect('readers', 'round-trip')
    await messaging.consume({
      ...options,
      decode: (message) => message,
      handle: async (batch) => void received.push(...batch),
    })
    await until('both have come', () => received.length === 2)
    const common = { topic: 'round-trip', partition: 0, timestampMs: expect.any(Number) }
    expect(received).toEqual([
      { ...common, offset: '0', key: 'a', value: Buffer.from('1'), headers },
      { ...common, offset: '1', key: 'ü', value: null, headers: {} },
    ])
    expect(Math.abs(Date.now() - (received[0]?.timestampMs ?? 0))).toBeLessThan(60_000)
  })

  it('hands the trace on: from what it is sent for, to what is sent, to what is done for it', async () => {
    const ended: string[] = []
    const follow = (name: string, given: readonly (string | undefined)[]): Traced => ({
      traceparents: given.map((traceparent) => traceparent && `${traceparent}>${name}`),
      end: (ending) => void ended.push(ending === undefined ? name : `${name} failed`),
    })
    const tracer: MessagingTracer = {
      sending: (messages) =>
        follow(
          'sent',
          messages.map(({ traceparent }) => traceparent),
        ),
      handling: ({ group, topic }, messages) =>
        follow(
          `${group}/${topic}`,
          messages.map(({ traceparent }) => traceparent),
        ),
    }
    const messaging = bench.messaging({ tracer })
    await messaging.ensureTopics([{ name: 'traced', partitions: 1, cleanup: 'delete' }])
    const producer = await messaging.createProducer()
    const message = { topic: 'traced', key: 'k', value: Buffer.from('1') }
    await producer.send([
      { ...message, headers: { traceparent: 'bid' } },
      { ...message, headers: {} },
    ])
    await expect(producer.send([{ ...message, topic: 'nowhere', headers: {} }])).rejects.toThrow()
    const received: ReceivedMessage[] = []
    const { options } = collect('readers', 'traced')
    await messaging.consume({
      ...options,
      decode: (one) => one,
      handle: async (batch) => void received.push(...batch),
    })
    await until('both are handled', () => ended.length === 3)
    expect(received.map(({ headers }) => headers)).toEqual([{ traceparent: 'bid>sent>readers/traced' }, {}])
    expect(ended).toEqual(['sent', 'sent failed', 'readers/traced'])
  })

  it('keeps together what has one partition key, whatever the keys are', async () => {
    const produced: number[] = []
    const messaging = bench.messaging({ observer: { produced: ({ count }) => void produced.push(count) } })
    await messaging.ensureTopics([{ name: 'together', partitions: 6, cleanup: 'delete' }])
    const producer = await messaging.createProducer()
    const keys = Array.from({ length: 50 }, (_, index) => `key-${index}`)
    const message = (key: string) => ({ topic: 'together', key, value: Buffer.from(key), headers: {} })
    await producer.send(keys.map((key) => ({ ...message(key), partitionKey: 'one' })))
    const ends = () => bench.withAdmin((admin) => admin.fetchTopicOffsets(`${bench.scope().topicPrefix}together`))
    expect((await ends()).filter(({ high }) => high !== '0').map(({ high }) => high)).toEqual(['50'])
    await producer.send(keys.map(message))
    expect((await ends()).filter(({ high }) => high !== '0').length).toBeGreaterThan(3)
    expect(produced).toEqual([50, 50])
  })

  it('rejects when it is not acknowledged: no such topic, too large, stopped', async () => {
    const messaging = bench.messaging()
    await messaging.ensureTopics([{ name: 'strict', partitions: 1, cleanup: 'delete' }])
    const producer = await messaging.createProducer()
    const message = { topic: 'strict', key: 'k', value: Buffer.from('1'), headers: {} }
    await expect(producer.send([{ ...message, topic: 'nowhere' }])).rejects.toThrow()
    await expect(producer.send([{ ...message, value: Buffer.alloc(3_000_000) }])).rejects.toThrow('larger')
    await producer.send([message])
    await producer.send([])
    await producer.stop()
    await expect(producer.send([message])).rejects.toThrow('stopped')
    const topics = await bench.withAdmin((admin) => admin.listTopics())
    expect(topics).not.toContain(`${bench.scope().topicPrefix}nowhere`)
  })
})
