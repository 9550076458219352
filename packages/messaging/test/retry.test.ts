import { describe, expect, it } from '@jest/globals'
import { collect, messages, numbers, until, useBench } from './support.ts'

const bench = useBench()
const down = new Error('the store is away')

describe('a handler that fails transiently', () => {
  it('gets the same batch again until it succeeds, and nothing overtakes', async () => {
    const retried: number[] = []
    const messaging = bench.messaging({ observer: { retried: ({ attempt }) => void retried.push(attempt) } })
    await messaging.ensureTopics([{ name: 'shaky', partitions: 1, cleanup: 'delete' }])
    await (await messaging.createProducer()).send(messages('shaky', 30))
    const batches: string[] = []
    let failuresLeft = 3
    const { seen, options, failures } = collect('patient', 'shaky', { maxBatch: 10, isTransient: (e) => e === down })
    const consumer = await messaging.consume({
      ...options,
      handle: async (batch) => {
        batches.push(`${batch[0]}-${batch.at(-1)}`)
        if (batch[0] === '10' && failuresLeft > 0) {
          failuresLeft -= 1
          throw down
        }
        seen.push(...batch)
      },
    })
    await until('all have come', () => seen.length === 30)
    expect(seen).toEqual(numbers(30))
    expect(batches).toEqual(['0-9', '10-19', '10-19', '10-19', '10-19', '20-29'])
    expect(retried).toEqual([1, 2, 3])
    expect(failures).toEqual([])
    await until('all is committed', async () => (await consumer.lag()) === 0)
    await consumer.check()
  })

  it('gives up after its tries: onFatal once, not committed, and the next member gets the batch', async () => {
    const messaging = bench.messaging()
    await messaging.ensureTopics([{ name: 'hopeless', partitions: 1, cleanup: 'delete' }])
    await (await messaging.createProducer()).send(messages('hopeless', 20))
    const first = collect('stubborn', 'hopeless', { maxBatch: 10, maxAttempts: 3, isTransient: () => true })
    let tries = 0
    const consumer = await messaging.consume({
      ...first.options,
      handle: async (batch) => {
        if (batch.includes('15')) {
          tries += 1
          throw down
        }
        first.seen.push(...batch)
      },
    })
    await until('it gives up', () => first.failures.length > 0)
    await expect(consumer.check()).rejects.toThrow('given up')
    await consumer.stop()
    expect(first).toMatchObject({ seen: numbers(10), failures: [down] })
    expect(tries).toBe(3)

    const second = collect('stubborn', 'hopeless')
    await messaging.consume(second.options)
    await until('the rest has come', () => second.seen.length >= 10)
    expect(second.seen).toEqual(numbers(20).slice(10))
    const ends = await bench.withAdmin((admin) => admin.fetchTopicOffsets(`${bench.scope().topicPrefix}hopeless.dlq`))
    expect(ends.map(({ high }) => high)).toEqual(['0'])
  })
})
