import { topicNames } from '../topics.ts'
import { fromWire, toHeaders, type WireInput, type WireMessage } from '../wire/cloudEvents.ts'
import type { Metadata } from '../wire/metadata.ts'
import { lifted } from '../wire/versions.ts'
import { type AuctionView, auctionView, auctionViewVersions } from './views.ts'

/** A view with the metadata of the newest event it was folded from, so a trace reaches whoever shows it. */
export type AuctionViewMessage = AuctionView & { metadata: Metadata }

/** Bids are keyed by themselves, so compaction keeps each, but lie on their lot's partition, so they keep its order. */
export function auctionViewToWire(message: AuctionViewMessage): WireMessage {
  const { type, data, metadata } = message
  const auctionId = type === 'lot.view' ? data.id : data.auctionId
  const envelope = {
    id: idOf(message),
    type,
    schemaVersion: auctionViewVersions[type].current,
    subject: auctionId,
    version: data.version,
    occurredAt: type === 'lot.view' ? data.updatedAt : data.at,
    metadata,
  }
  return {
    topic: type === 'lot.view' ? topicNames.auctionViews : topicNames.bidViews,
    key: data.id,
    partitionKey: auctionId,
    value: Buffer.from(JSON.stringify(data)),
    headers: toHeaders('projector', envelope),
  }
}

/** A bid is told a second time when it is retracted. */
function idOf({ type, data }: AuctionViewMessage): string {
  const retracted = type === 'bid.view' && data.retractedVersion !== null ? `:${data.retractedVersion}` : ''
  return `${data.id}:${data.version}${retracted}`
}

/** @throws when the message is broken or unknown. */
export function auctionViewFromWire(input: WireInput): AuctionViewMessage {
  const { envelope, data } = fromWire(input)
  const { type, schemaVersion, metadata } = envelope
  const view = auctionView.parse(lifted('auction view', auctionViewVersions, { type, schemaVersion, data }))
  return { ...view, metadata }
}
