import kafkajs, { type Message, type TopicMessages } from 'kafkajs'
import { type ClientOptions, createClient } from './client.ts'
import { metadataMaxAgeMs, produceAcksTimeoutMs, produceRequestTimeoutMs, sendLimitMs, stopLimitMs } from './limits.ts'
import { createPartitioner, type Destination, type Routes } from './partitioner.ts'
import { withTimeLimit } from './timeLimit.ts'

/** A message for a topic by its full name, as kafkajs takes it. */
export type Item = { topic: string; message: Message } & Destination
export type Sender = { send(items: readonly Item[]): Promise<void>; stop(): Promise<void> }

/**
 * A plain producer: an idempotent one never rejects while the broker is away. So a batch that is tried again may be in
 * the log twice, and readers drop what they have seen.
 */
export async function openSender(options: ClientOptions): Promise<Sender> {
  const routes: Routes = new WeakMap()
  const producer = createClient(options, { requestTimeoutMs: produceRequestTimeoutMs }).producer({
    createPartitioner: createPartitioner(routes),
    allowAutoTopicCreation: false,
    idempotent: false,
    metadataMaxAge: metadataMaxAgeMs,
  })
  await withTimeLimit('connect a producer to Kafka', sendLimitMs, () => producer.connect())
  const inFlight = new Set<Promise<unknown>>()
  let stopped: Promise<void> | undefined

  async function sendNow(items: readonly Item[]): Promise<void> {
    await withTimeLimit(`send ${items.length} messages`, sendLimitMs, (signal) => {
      for (const { message, ...item } of items) routes.set(message, { ...item, signal })
      return producer.sendBatch({
        acks: -1,
        timeout: produceAcksTimeoutMs,
        compression: kafkajs.CompressionTypes.None,
        topicMessages: byTopic(items),
      })
    })
  }

  async function stopNow(): Promise<void> {
    await Promise.allSettled(inFlight)
    await producer.disconnect()
  }

  return {
    async send(items) {
      if (stopped) throw new Error('The producer has stopped')
      if (items.length === 0) return
      const sending = sendNow(items)
      inFlight.add(sending)
      try {
        await sending
      } finally {
        inFlight.delete(sending)
      }
    },
    stop() {
      stopped ??= withTimeLimit('stop a producer', stopLimitMs, stopNow)
      return stopped
    },
  }
}

function byTopic(items: readonly Item[]): TopicMessages[] {
  const topics = new Map<string, Message[]>()
  for (const { topic, message } of items) {
    const messages = topics.get(topic)
    if (messages) messages.push(message)
    else topics.set(topic, [message])
  }
  return Array.from(topics, ([topic, messages]) => ({ topic, messages }))
}
