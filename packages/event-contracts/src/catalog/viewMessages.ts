import { topicNames } from '../topics.ts'
import { fromWire, toHeaders, type WireInput, type WireMessage } from '../wire/cloudEvents.ts'
import type { Metadata } from '../wire/metadata.ts'
import { lifted } from '../wire/versions.ts'
import { type CatalogView, catalogView, catalogViewVersions } from './views.ts'

/** A view with the metadata of the event it was made from. */
export type CatalogViewMessage = CatalogView & { metadata: Metadata }

export function catalogViewToWire({ type, data, metadata }: CatalogViewMessage): WireMessage {
  const envelope = {
    id: `${data.id}:${data.version}`,
    type,
    schemaVersion: catalogViewVersions[type].current,
    subject: data.id,
    version: data.version,
    occurredAt: data.updatedAt,
    metadata,
  }
  return {
    topic: topicNames.catalogViews,
    key: data.id,
    value: Buffer.from(JSON.stringify(data)),
    headers: toHeaders('projector', envelope),
  }
}

/** @throws when the message is broken or unknown. */
export function catalogViewFromWire(input: WireInput): CatalogViewMessage {
  const { envelope, data } = fromWire(input)
  const { type, schemaVersion, metadata } = envelope
  return {
    ...catalogView.parse(lifted('catalogue view', catalogViewVersions, { type, schemaVersion, data })),
    metadata,
  }
}
