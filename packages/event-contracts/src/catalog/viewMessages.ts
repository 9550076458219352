import { topicNames } from '../topics.ts'
import { fromWire, type WireInput, type WireMessage } from '../wire/cloudEvents.ts'
import type { Metadata } from '../wire/metadata.ts'
import { lifted } from '../wire/versions.ts'
import { keyedViewToWire } from '../wire/views.ts'
import { type CatalogView, catalogView, catalogViewVersions } from './views.ts'

/** A view with the metadata of the event it was made from. */
export type CatalogViewMessage = CatalogView & { metadata: Metadata }

export function catalogViewToWire(message: CatalogViewMessage): WireMessage {
  return keyedViewToWire(topicNames.catalogViews, catalogViewVersions[message.type].current, message)
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
