import { topicNames } from '../topics.ts'
import { fromWire, toHeaders, type WireInput, type WireMessage } from '../wire/cloudEvents.ts'
import type { Metadata } from '../wire/metadata.ts'
import { lifted } from '../wire/versions.ts'
import { type MemberView, memberView, memberViewVersions } from './views.ts'

/** A view with the metadata of the event it was made from. */
export type MemberViewMessage = MemberView & { metadata: Metadata }

/** Each watched lot and each blocked bidder is a key of its own; all of a member lie on one partition, in order. */
export function memberViewToWire({ type, data, metadata }: MemberViewMessage): WireMessage {
  const key =
    type === 'watch.view' ? `${data.userId}:watch:${data.auctionId}` : `${data.userId}:block:${data.paddleNumber}`
  const envelope = {
    id: `${key}:${data.version}`,
    type,
    schemaVersion: memberViewVersions[type].current,
    subject: data.userId,
    version: data.version,
    occurredAt: data.at,
    metadata,
  }
  return {
    topic: topicNames.userViews,
    key,
    partitionKey: data.userId,
    value: Buffer.from(JSON.stringify(data)),
    headers: toHeaders('projector', envelope),
  }
}

/** @throws when the message is broken or unknown. */
export function memberViewFromWire(input: WireInput): MemberViewMessage {
  const { envelope, data } = fromWire(input)
  const { type, schemaVersion, metadata } = envelope
  return { ...memberView.parse(lifted('member view', memberViewVersions, { type, schemaVersion, data })), metadata }
}
