import { z } from 'zod'
import { instant, uuid } from '../primitives.ts'
import { topicNames } from '../topics.ts'
import { fromWire, type WireInput, type WireMessage } from '../wire/cloudEvents.ts'
import { commandToWire } from '../wire/commands.ts'
import type { Metadata } from '../wire/metadata.ts'
import { lifted, type VersionHistory } from '../wire/versions.ts'

/**
 * What the scheduler asks of command-api. Sent again until the event that answers it is seen. A topic of its own, since
 * the payment provider may have to be asked: no lot closes late because that hangs.
 */
export const orderCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('order.expire'), data: z.object({ orderId: uuid, dueAt: instant }) }),
])
export type OrderCommand = z.output<typeof orderCommand>
export type OrderCommandMessage = OrderCommand & { id: string; occurredAt: string; metadata: Metadata }

export const orderCommandVersions = {
  'order.expire': { current: 1, upcasters: {} },
} satisfies Record<OrderCommand['type'], VersionHistory>

export function orderCommandToWire(source: string, message: OrderCommandMessage): WireMessage {
  const schemaVersion = orderCommandVersions[message.type].current
  const subject = message.data.orderId
  return commandToWire({ source, topic: topicNames.orderCommands, schemaVersion, subject }, message)
}

/** @throws when the message is broken or unknown. */
export function orderCommandFromWire(input: WireInput): OrderCommandMessage {
  const { envelope, data } = fromWire(input)
  const { type, schemaVersion, id, occurredAt, metadata } = envelope
  return {
    ...orderCommand.parse(lifted('order command', orderCommandVersions, { type, schemaVersion, data })),
    id,
    occurredAt,
    metadata,
  }
}
