import type { WireInput } from '../wire/cloudEvents.ts'
import { draftEvent, type EventDraftOf, type EventOf } from '../wire/drafts.ts'
import { eventFromWire } from '../wire/events.ts'
import type { Metadata } from '../wire/metadata.ts'
import { lifted } from '../wire/versions.ts'
import { type OrderFact, orderFact, orderFactVersions } from './facts.ts'

export type OrderEventDraft = EventDraftOf<OrderFact>
export type OrderEvent = EventOf<OrderFact> & { orderId: string }

export const draftOrderEvent = (
  fact: OrderFact,
  facets: { id: string; occurredAt: string; metadata: Metadata },
): OrderEventDraft => draftEvent(orderFactVersions, fact, facets)

/** @throws as readAuctionFact does. */
export function readOrderFact(type: string, schemaVersion: number, data: unknown): OrderFact {
  return orderFact.parse(lifted('order event', orderFactVersions, { type, schemaVersion, data }))
}

/** @throws when the message is broken or unknown. */
export function orderEventFromWire(input: WireInput): OrderEvent {
  const { fact, streamId: orderId, place } = eventFromWire(input, readOrderFact)
  return { ...fact, ...place, orderId }
}
