import { describe, expect, it } from '@jest/globals'
import { InvalidMessage, type ReceivedMessage } from '../src/index.ts'
import { collect, messages, text, until, useBench } from './support.ts'

const bench = useBench()

describe('groups', () => {
  it('are told with what each is behind on a topic, also those with nobody in them', async () => {
    const messaging = bench.messaging()
    await messaging.ensureTopics([
      { name: 'sales', partitions: 3, cleanup: 'delete' },
      { name: 'other', partitions: 1, cleanup: 'delete' },
    ])
    const producer = await messaging.createProducer()
    await producer.send(messages('sales', 20, (index) => `k${index}`))
    const gone = await messaging.consume(collect('gone', 'sales').options)
    await until('all is committed', async () => (await gone.lag()) === 0)
    await gone.stop()
    const held = Promise.withResolvers<void>()
    const { options } = collect('stuck', 'sales')
    await messaging.consume({ ...options, handle: () => held.promise })
    await messaging.follow({ ...collect('live', 'sales').options, name: 'live' })
    await producer.send(messages('sales', 5, (index) => `k${index}`))

    const groups = await messaging.groups(['sales', 'no-such-topic'])
    expect(groups).toEqual([
      { group: 'gone', state: 'Empty', members: 0, topics: [{ topic: 'sales', behind: 5 }] },
      {
        group: expect.stringMatching(/^live\.follower\./),
        state: 'Stable',
        members: 1,
        topics: [{ topic: 'sales', behind: null }],
      },
      { group: 'stuck', state: 'Stable', members: 1, topics: [{ topic: 'sales', behind: 25 }] },
    ])
    expect(await messaging.groups(['other'])).toEqual([])
    held.resolve()
  })

  it('begin with what was written since an instant', async () => {
    const messaging = bench.messaging()
    await messaging.ensureTopics([{ name: 'dated', partitions: 2, cleanup: 'delete' }])
    const producer = await messaging.createProducer()
    await producer.send(messages('dated', 10, (index) => `k${index}`))
    const sentAtMs = Date.now()
    await until('the clock has moved on', () => Date.now() > sentAtMs)
    const since = new Date()
    await producer.send(
      messages('dated', 4, (index) => `k${index}`).map((it) => ({ ...it, value: Buffer.from('new') })),
    )
    await messaging.beginAt('later', ['dated'], since)
    const { seen, options } = collect('later', 'dated')
    const consumer = await messaging.consume(options)
    await until('all is handled', async () => seen.length >= 4 && (await consumer.lag()) === 0)
    expect(seen).toEqual(['new', 'new', 'new', 'new'])
  })
})

describe('dead letters', () => {
  it('are listed, shown and put back where they came from, as they came', async () => {
    const messaging = bench.messaging()
    await messaging.ensureTopics([{ name: 'letters', partitions: 3, cleanup: 'delete' }])
    expect(await messaging.deadLetters.list('letters', 10)).toEqual([])
    const producer = await messaging.createProducer()
    const sent = messages('letters', 9, (index) => `k${index}`)
    await producer.send(sent.map((message) => ({ ...message, headers: { origin: 'test' }, partitionKey: 'all' })))
    let isMended = false
    const received: ReceivedMessage[] = []
    const decode = (message: ReceivedMessage) => {
      if (!isMended && Number(text(message)) % 4 === 3) throw new InvalidMessage('not yet')
      received.push(message)
      return text(message)
    }
    const { seen, options } = collect('readers', 'letters', { decode })
    const consumer = await messaging.consume(options)
    await until('all is handled or put aside', async () => seen.length === 7 && (await consumer.lag()) === 0)

    const letters = await messaging.deadLetters.list('letters', 10)
    expect(letters).toMatchObject([
      { topic: 'letters', offset: 0, key: 'k3', group: 'readers', reason: 'invalid_message', replayedAt: null },
      { offset: 1, key: 'k7', error: 'InvalidMessage: not yet', headers: { origin: 'test' } },
    ])
    expect(letters[1]?.headers).toEqual({ origin: 'test' })
    expect(await messaging.deadLetters.list('letters', 1)).toMatchObject([{ offset: 1 }])
    expect(await messaging.deadLetters.find('letters', 1)).toMatchObject({ key: 'k7', value: Buffer.from('7') })
    expect(await messaging.deadLetters.find('letters', 2)).toBeUndefined()

    isMended = true
    expect(await messaging.deadLetters.replay('letters', new Set([1, 5]))).toMatchObject([{ offset: 1 }])
    await until('it is handled', () => seen.includes('7'))
    const before = received.find(({ key }) => key === 'k0')
    expect(received.at(-1)).toMatchObject({ key: 'k7', partition: before?.partition, headers: { origin: 'test' } })
    expect(received.at(-1)?.headers).toEqual({ origin: 'test' })
    const after = await messaging.deadLetters.list('letters', 10)
    expect(after).toMatchObject([
      { offset: 0, replayedAt: null },
      { offset: 1, replayedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
    ])
    expect(seen).not.toContain('3')
  })

  it('of equal messages put one message back, and are all noted', async () => {
    const messaging = bench.messaging()
    await messaging.ensureTopics([{ name: 'twice', partitions: 1, cleanup: 'delete' }])
    const producer = await messaging.createProducer()
    const refuse = () => {
      throw new InvalidMessage('never')
    }
    const readers = [
      await messaging.consume(collect('one', 'twice', { decode: refuse }).options),
      await messaging.consume(collect('other', 'twice', { decode: refuse }).options),
    ]
    await producer.send([...messages('twice', 1, () => 'k'), ...messages('twice', 1, () => 'another')])
    const letters = async (count: number) => {
      await until('they are put aside', async () => (await messaging.deadLetters.list('twice', 99)).length >= count)
      return messaging.deadLetters.list('twice', 99)
    }
    const first = await letters(4)
    expect(new Set(first.map(({ message }) => message)).size).toBe(2)
    const offsets = new Set(first.map(({ offset }) => offset))
    expect(await messaging.deadLetters.replay('twice', offsets)).toHaveLength(4)
    // Two messages went back, and each of two readers has put each aside once more.
    const second = await letters(8)
    expect(second).toHaveLength(8)
    expect(second.filter(({ replayedAt }) => replayedAt === null)).toHaveLength(4)
    expect(new Set(second.map(({ message }) => message)).size).toBe(2)
    for (const reader of readers) await reader.stop()
  })
})
