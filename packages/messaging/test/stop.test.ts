import { describe, expect, it } from '@jest/globals'
import type { MessageConsumer } from '../src/index.ts'
import { collect, messages, numbers, until, useBench } from './support.ts'

const bench = useBench()

describe('stopping', () => {
  it('in the middle of a fetched batch commits what was done, no less and no more', async () => {
    const messaging = bench.messaging()
    await messaging.ensureTopics([{ name: 'midway', partitions: 1, cleanup: 'delete' }])
    await (await messaging.createProducer()).send(messages('midway', 100))
    const first = collect('leavers', 'midway', { maxBatch: 10 })
    const ready = Promise.withResolvers<MessageConsumer>()
    const stopped = Promise.withResolvers<void>()
    ready.resolve(
      messaging.consume({
        ...first.options,
        handle: async (batch) => {
          first.seen.push(...batch)
          if (!batch.includes('29')) return
          const consumer = await ready.promise
          consumer.stop().then(stopped.resolve, stopped.reject)
        },
      }),
    )
    await stopped.promise
    expect(first.seen).toEqual(numbers(30))

    const second = collect('leavers', 'midway')
    await messaging.consume(second.options)
    await until('the rest has come', () => second.seen.length >= 70)
    expect(second.seen).toEqual(numbers(100).slice(30))
  })

  it('ends the waiting between two tries and does not commit the batch', async () => {
    const messaging = bench.messaging()
    await messaging.ensureTopics([{ name: 'waiting', partitions: 1, cleanup: 'delete' }])
    await (await messaging.createProducer()).send(messages('waiting', 3))
    let tries = 0
    const first = collect('waiters', 'waiting', { maxAttempts: 1_000, isTransient: () => true })
    const consumer = await messaging.consume({
      ...first.options,
      handle: async () => {
        tries += 1
        throw new Error('away')
      },
    })
    await until('it waits', () => tries > 5)
    await consumer.stop()
    await consumer.stop()
    await expect(consumer.check()).rejects.toThrow('stopping')
    expect(first.failures).toEqual([])

    const second = collect('waiters', 'waiting')
    await messaging.consume(second.options)
    await until('all have come', () => second.seen.length >= 3)
    expect(second.seen).toEqual(numbers(3))
  })
})
