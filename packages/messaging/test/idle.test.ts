import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import { useBench } from './support.ts'

const bench = useBench()

describe('an idle connection', () => {
  it('does not spin: the patch of kafkajs is in effect', async () => {
    const messaging = bench.messaging()
    await messaging.ensureTopics([{ name: 'idle', partitions: 1, cleanup: 'delete' }])
    const producer = await messaging.createProducer()
    await producer.send([{ topic: 'idle', key: 'k', value: null, headers: {} }])
    const original = globalThis.setTimeout
    let timers = 0
    globalThis.setTimeout = Object.assign((...args: Parameters<typeof original>) => {
      timers += 1
      return original(...args)
    }, original)
    try {
      await sleep(1_000)
    } finally {
      globalThis.setTimeout = original
    }
    // As published, kafkajs sets about 900 a second for each of the two connections.
    expect(timers).toBeLessThan(50)
  })

  it('answers a question of readiness', async () => {
    await bench.messaging().check()
    await expect(bench.messaging({ brokers: '127.0.0.1:1' }).check()).rejects.toThrow()
  })
})
