import type { Context } from './context.ts'
import { openSender } from './sender.ts'
import type { MessageProducer } from './types.ts'

export async function createProducer({ client, names, observer }: Context): Promise<MessageProducer> {
  const sender = await openSender(client)
  return {
    async send(messages) {
      const startedAt = performance.now()
      await sender.send(
        messages.map(({ topic, key, value, headers, partitionKey }) => ({
          topic: names.full(topic),
          message: { key, value, headers },
          partitionKey: partitionKey ?? key,
        })),
      )
      if (messages.length > 0) {
        observer.produced?.({ count: messages.length, durationMs: performance.now() - startedAt })
      }
    },
    stop: () => sender.stop(),
  }
}
