import { isTransient } from '@gavel/database'
import { type OrderCommandMessage, orderCommandFromWire, topicNames } from '@gavel/event-contracts'
import type { MessageConsumer, Messaging } from '@gavel/messaging'
import type { Logger } from '@gavel/service-kit'
import { NotNow } from '../notNow.ts'
import type { EndOrder } from './endOrder.ts'
import { expireOrder } from './rules/ending.ts'
import type { SettlePending } from './settlePending.ts'

export type Expire = (command: OrderCommandMessage) => Promise<void>

/**
 * Carries out what the scheduler asks through Kafka, as often as it likes. A payment that is pending is settled first:
 * what the provider has taken is paid, and everything else expires. While the provider does not answer the order stays
 * as it is; the scheduler asks again.
 */
export function createExpire(options: { end: EndOrder; settlePending: SettlePending; logger: Logger }): Expire {
  const { end, settlePending, logger } = options
  return async ({ type, data: { orderId }, id, metadata }) => {
    const context = { metadata: { ...metadata, causationId: id } }
    const expire = () => end(orderId, expireOrder, 'expired', context)
    let outcome = await expire()
    if (outcome.kind === 'refused' && outcome.refusal.code === 'payment_pending') {
      const settled = await settlePending(orderId, context.metadata)
      if (settled.kind !== 'accepted') throw new NotNow(`${orderId} can not be settled: ${settled.kind}`)
      if (!settled.answer) return
      outcome = await expire()
    }
    if (outcome.kind === 'accepted') return
    if (outcome.kind === 'refused') {
      logger.info({ type, orderId, ...outcome.refusal }, 'a scheduled command was refused')
      return
    }
    throw new NotNow(`${type} of ${orderId}: ${outcome.kind}`)
  }
}

/** As one of a group of its own: no lot closes late because a payment provider hangs. */
export function consumeOrderCommands(options: {
  messaging: Messaging
  expire: Expire
  onFatal: (error: unknown) => void
}): Promise<MessageConsumer> {
  const { messaging, expire, onFatal } = options
  return messaging.consume({
    groupId: 'command-api.orders',
    topics: [topicNames.orderCommands],
    decode: orderCommandFromWire,
    handle: async (batch) => {
      await Promise.all(batch.map(expire))
    },
    isTransient: (error) => error instanceof NotNow || isTransient(error),
    onFatal,
  })
}
