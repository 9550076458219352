import { expect, it } from '@jest/globals'
import { collect, until, useBench } from './support.ts'

const bench = useBench()

it('tells what a group has not handled, whoever of its members has it, also before it has begun', async () => {
  const messaging = bench.messaging()
  await messaging.ensureTopics([{ name: 'orders', partitions: 6, cleanup: 'delete' }])
  expect(await messaging.groupLag('workers', ['orders'])).toBe(0)
  const producer = await messaging.createProducer()
  const send = (count: number) =>
    producer.send(
      Array.from({ length: count }, (_, key) => ({
        topic: 'orders',
        key: `key-${key}`,
        value: Buffer.from('1'),
        headers: {},
      })),
    )
  await send(40)
  expect(await messaging.groupLag('workers', ['orders'])).toBe(40)

  const { options } = collect('workers', 'orders')
  const consumer = await messaging.consume(options)
  await until('all are handled', async () => (await messaging.groupLag('workers', ['orders'])) === 0)
  await consumer.stop()
  await send(3)
  expect(await messaging.groupLag('workers', ['orders'])).toBe(3)
  expect(await messaging.groupLag('others', ['orders'])).toBe(43)
})
