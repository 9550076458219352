import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from '@jest/globals'
import { messages, numbers, until, useBench } from './support.ts'

const bench = useBench()

it('a paced consumer is handed few full batches where an unpaced one is handed many', async () => {
  const messaging = bench.messaging()
  await messaging.ensureTopics([{ name: 'stream', partitions: 2, cleanup: 'delete' }])
  const batches: Record<'paced' | 'unpaced', number[]> = { paced: [], unpaced: [] }
  const consume = (groupId: 'paced' | 'unpaced', paceMs: number) =>
    messaging.consume({
      groupId,
      topics: ['stream'],
      paceMs,
      decode: ({ value }) => String(value),
      handle: async (batch) => void batches[groupId].push(batch.length),
      isTransient: () => false,
      onFatal: () => undefined,
    })
  await Promise.all([consume('paced', 100), consume('unpaced', 0)])
  const producer = await messaging.createProducer()
  for (const [message] of numbers(150).map(() => messages('stream', 1))) {
    if (message !== undefined) await producer.send([message])
    await sleep(1)
  }
  const total = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0)
  await until('both have all', () => total(batches.paced) >= 150 && total(batches.unpaced) >= 150)
  expect(batches.paced.length * 3).toBeLessThan(batches.unpaced.length)
})
