import type { Append, StreamAppend } from '../event.ts'
import { shardOf } from '../shard.ts'
import { encodeEvent, json, namedBy, streamsOf } from './encode.ts'

/**
 * The parameters of the append statement: Postgres array literals, written here since pg's own way costs twice as much.
 * The last three only where some have companions.
 */
export function appendValues(appends: readonly Append[], lockTimeoutMs: number): string[] {
  const claims = appends.flatMap((append) =>
    append.claims.map((claim) => ({ claim, named: namedBy(claim, append), owner: append.streamId })),
  )
  const streams = appends.flatMap((append) => streamsOf(append).map((stream) => ({ stream, owner: append.streamId })))
  const rows = streams.flatMap(({ stream, owner }) =>
    stream.events.map((event, index) => ({ stream, owner, event, version: stream.expectedVersion + index + 1 })),
  )
  const values = [
    String(lockTimeoutMs),
    plain(streams, ({ stream }) => stream.streamId),
    text(streams, ({ stream }) => stream.streamType),
    plain(streams, ({ stream }) => stream.expectedVersion),
    plain(streams, ({ stream }) => versionAfter(stream)),
    text(claims, ({ claim }) => claim.name),
    plain(claims, ({ named }) => named.streamId),
    plain(claims, ({ named }) => versionAfter(named)),
    jsonText(claims, ({ claim }) => json(claim.data)),
    plain(rows, ({ stream }) => stream.streamId),
    plain(rows, ({ version }) => version),
    plain(rows, ({ event }) => event.id),
    text(rows, ({ event }) => event.type),
    plain(rows, ({ event }) => event.schemaVersion),
    text(rows, ({ event }) => event.occurredAt),
    jsonText(rows, ({ event }) => encodeEvent(event).data),
    jsonText(rows, ({ event }) => encodeEvent(event).metadata),
    text(rows, ({ stream }) => stream.topic),
    plain(rows, ({ stream }) => shardOf(stream.streamId)),
  ]
  if (streams.length === appends.length) return values
  return [
    ...values,
    plain(streams, ({ owner }) => owner),
    plain(rows, ({ owner }) => owner),
    plain(claims, ({ owner }) => owner),
  ]
}

export function versionAfter(stream: StreamAppend): number {
  return stream.expectedVersion + stream.events.length
}

/** For numbers, and for ids that were checked to be UUIDs. */
export function plain<T>(items: readonly T[], of: (item: T) => string | number): string {
  return `{${items.map(of).join(',')}}`
}

export function text<T>(items: readonly T[], of: (item: T) => string): string {
  return `{${items.map((item) => `"${of(item).replace(/[\\"]/g, '\\$&')}"`).join(',')}}`
}

// JSON has no raw control characters, so its quoting as a JSON string is just what an array literal wants, and native.
function jsonText<T>(items: readonly T[], of: (item: T) => string): string {
  return `{${items.map((item) => JSON.stringify(of(item))).join(',')}}`
}
