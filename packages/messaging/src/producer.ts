import type { Context } from './context.ts'
import { openSender } from './sender.ts'
import { traced } from './tracer.ts'
import type { MessageProducer, OutgoingMessage } from './types.ts'

export async function createProducer({ client, names, observer, tracer }: Context): Promise<MessageProducer> {
  const sender = await openSender(client)
  return {
    async send(messages) {
      const startedAt = performance.now()
      const span = messages.length === 0 ? undefined : tracer?.sending(messages.map(followed))
      const items = messages.map(({ topic, key, value, headers, partitionKey }, index) => ({
        topic: names.full(topic),
        message: { key, value, headers: carrying(headers, span?.traceparents[index]) },
        partitionKey: partitionKey ?? key,
      }))
      await traced(span, () => sender.send(items))
      if (messages.length > 0) {
        observer.produced?.({ count: messages.length, durationMs: performance.now() - startedAt })
      }
    },
    stop: () => sender.stop(),
  }
}

const followed = ({ topic, headers }: OutgoingMessage) => ({ topic, traceparent: headers.traceparent })

const carrying = (headers: OutgoingMessage['headers'], traceparent: string | undefined): OutgoingMessage['headers'] =>
  traceparent === undefined ? headers : { ...headers, traceparent }
