import { describe, expect, it } from '@jest/globals'
import { InvalidMessage, MessagesRefused, type ReceivedMessage } from '../src/index.ts'
import { collect, messages, numbers, text, until, useBench } from './support.ts'

const bench = useBench()

function decodeStrictly(message: ReceivedMessage): string {
  const value = text(message)
  if (value === '3') throw new InvalidMessage('three is no bid')
  if (value === '5') throw new TypeError('cannot read five')
  return value
}

describe('a message that cannot be handled', () => {
  it('goes to the dead-letter topic with its reason; the rest goes on', async () => {
    const deadLettered: unknown[] = []
    const messaging = bench.messaging({ observer: { deadLettered: (event) => void deadLettered.push(event) } })
    await messaging.ensureTopics([{ name: 'bids', partitions: 1, cleanup: 'delete' }])
    const producer = await messaging.createProducer()
    await producer.send(messages('bids', 8).map((message) => ({ ...message, headers: { origin: 'test' } })))
    const { seen, options, failures } = collect('bidders', 'bids', { decode: decodeStrictly })
    const handle = async (batch: readonly string[]) => {
      if (batch.includes('6')) throw new Error('six is refused')
      seen.push(...batch)
    }
    const consumer = await messaging.consume({ ...options, handle })

    const letters: ReceivedMessage[] = []
    const dead = collect('undertakers', 'bids.dlq')
    await messaging.consume({
      ...dead.options,
      decode: (message) => message,
      handle: async (batch) => void letters.push(...batch),
    })
    await until('all is handled or put aside', () => letters.length === 3 && seen.length === 5)
    await until('all is committed', async () => (await consumer.lag()) === 0)

    expect(seen).toEqual(['0', '1', '2', '4', '7'])
    const headersOf = (reason: string, error: string, offset: string) => ({
      origin: 'test',
      dlq_reason: reason,
      dlq_error: error,
      dlq_topic: `${bench.scope().topicPrefix}bids`,
      dlq_partition: '0',
      dlq_offset: offset,
      dlq_group: `${bench.scope().topicPrefix}bidders`,
      dlq_at: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    expect(letters.map(({ key, value, headers }) => ({ key, value: String(value), headers }))).toEqual([
      { key: 'k', value: '3', headers: headersOf('invalid_message', 'InvalidMessage: three is no bid', '3') },
      { key: 'k', value: '5', headers: headersOf('decode_failed', 'TypeError: cannot read five', '5') },
      { key: 'k', value: '6', headers: headersOf('handle_failed', 'Error: six is refused', '6') },
    ])
    expect(deadLettered).toContainEqual({ group: 'bidders', topic: 'bids', reason: 'handle_failed', count: 1 })
    expect(failures).toEqual([])
  })

  it('is refused by name, in a batch of several partitions that is handled once', async () => {
    const refusedBy: string[] = []
    const messaging = bench.messaging()
    await messaging.ensureTopics([{ name: 'named', partitions: 3, cleanup: 'delete' }])
    const producer = await messaging.createProducer()
    await producer.send(messages('named', 30, (index) => `k${index}`))
    const { seen, options } = collect('namers', 'named')
    const handle = async (batch: readonly string[]) => {
      const refused = batch.flatMap((value, index) =>
        value.endsWith('7') ? [{ index, error: new Error(`not ${value}`) }] : [],
      )
      seen.push(...batch)
      if (refused.length > 0) throw new MessagesRefused(refused)
    }
    const consumer = await messaging.consume({ ...options, handle })
    const dead = collect('gravediggers', 'named.dlq')
    await messaging.consume({
      ...dead.options,
      decode: ({ value, headers }) => `${value} ${headers.dlq_reason} ${headers.dlq_error}`,
      handle: async (batch) => void refusedBy.push(...batch),
    })
    await until('they are put aside', () => refusedBy.length === 3)
    await until('all is committed', async () => (await consumer.lag()) === 0)
    expect(seen.toSorted()).toEqual(numbers(30).toSorted())
    expect(refusedBy.toSorted()).toEqual(['17', '27', '7'].map((value) => `${value} handle_failed Error: not ${value}`))
  })

  it('is one without a key, too', async () => {
    const messaging = bench.messaging()
    await messaging.ensureTopics([{ name: 'keyless', partitions: 1, cleanup: 'delete' }])
    const topic = `${bench.scope().topicPrefix}keyless`
    const raw = bench.kafka().producer({ createPartitioner: () => () => 0 })
    await raw.connect()
    await raw.send({
      topic,
      messages: [
        { key: null, value: 'lost' },
        { key: 'k', value: 'found' },
      ],
    })
    await raw.disconnect()
    const { seen, options } = collect('keepers', 'keyless')
    await messaging.consume(options)
    await until('the other one has come', () => seen.length === 1)
    expect(seen).toEqual(['found'])
    const end = await bench.withAdmin((admin) => admin.fetchTopicOffsets(`${topic}.dlq`))
    expect(end.map(({ high }) => high)).toEqual(['1'])
  })

  it('is never passed over: when it cannot be put aside the consumer gives up, and it comes again', async () => {
    const messaging = bench.messaging()
    await messaging.ensureTopics([{ name: 'orphan', partitions: 1, cleanup: 'delete' }])
    const topic = `${bench.scope().topicPrefix}orphan`
    await bench.withAdmin((admin) => admin.deleteTopics({ topics: [`${topic}.dlq`] }))
    const producer = await messaging.createProducer()
    await producer.send(messages('orphan', 3))
    const decode = (message: ReceivedMessage) => {
      if (text(message) === '1') throw new InvalidMessage('no')
      return text(message)
    }
    const first = collect('givers-up', 'orphan', { decode, maxBatch: 1, maxAttempts: 1 })
    await messaging.consume(first.options)
    // Kafka says that a topic is missing only after the client has looked for it for a while: on a busy machine, long.
    await until('it gives up', () => first.failures.length === 1, 60_000)
    expect(first.seen).toEqual(['0'])

    await messaging.ensureTopics([{ name: 'orphan', partitions: 1, cleanup: 'delete' }])
    const second = collect('givers-up', 'orphan')
    await bench.messaging().consume(second.options)
    await until('the rest has come', () => second.seen.length === 2)
    expect(second.seen).toEqual(numbers(3).slice(1))
  }, 120_000)
})
