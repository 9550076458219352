import { createScope, type Scope } from '@gavel/local-stack'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { createMessaging } from './messaging.ts'
import { isRefused } from './refused.ts'

let scope: Scope
const silent = { debug() {}, info() {}, warn() {}, error() {} }

beforeAll(async () => {
  scope = await createScope()
})
afterAll(() => scope.drop())

it('tells a message that Kafka will never take from a topic that is not there yet', async () => {
  const { topicPrefix, addresses } = scope
  const messaging = createMessaging({
    brokers: addresses.kafkaBrokers,
    clientId: 'refused',
    topicPrefix,
    logger: silent,
  })
  await messaging.ensureTopics([{ name: 'small', partitions: 1, cleanup: 'delete' }])
  const producer = await messaging.createProducer()
  const message = (topic: string, bytes: number) => ({ topic, key: 'k', value: Buffer.alloc(bytes), headers: {} })
  const failureOf = (topic: string, bytes: number) =>
    producer.send([message(topic, bytes)]).then(
      () => 'sent',
      (error: unknown) => isRefused(error),
    )
  expect(await failureOf('small', 10)).toBe('sent')
  expect(await failureOf('small', 2_000_000)).toBe(true)
  expect(await failureOf('missing', 10)).toBe(false)
  await messaging.stop()
})
