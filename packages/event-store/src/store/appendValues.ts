import type { Append } from '../event.ts'
import { shardOf } from '../shard.ts'
import { encodeEvent, json } from './encode.ts'

/** The nineteen parameters of appendSql: Postgres array literals, written here since pg's own way costs twice as much. */
export function appendValues(appends: readonly Append[], lockTimeoutMs: number): string[] {
  const claims = appends.flatMap((append) => append.claims.map((claim) => ({ append, claim })))
  const rows = appends.flatMap((append) =>
    append.events.map((event, index) => ({ append, event, version: append.expectedVersion + index + 1 })),
  )
  return [
    String(lockTimeoutMs),
    plain(appends, (append) => append.streamId),
    text(appends, (append) => append.streamType),
    plain(appends, (append) => append.expectedVersion),
    plain(appends, versionAfter),
    text(claims, ({ claim }) => claim.name),
    plain(claims, ({ append }) => append.streamId),
    plain(claims, ({ append }) => versionAfter(append)),
    jsonText(claims, ({ claim }) => json(claim.data)),
    plain(rows, ({ append }) => append.streamId),
    plain(rows, ({ version }) => version),
    plain(rows, ({ event }) => event.id),
    text(rows, ({ event }) => event.type),
    plain(rows, ({ event }) => event.schemaVersion),
    text(rows, ({ event }) => event.occurredAt),
    jsonText(rows, ({ event }) => encodeEvent(event).data),
    jsonText(rows, ({ event }) => encodeEvent(event).metadata),
    text(rows, ({ append }) => append.topic),
    plain(rows, ({ append }) => shardOf(append.streamId)),
  ]
}

export function versionAfter(append: Append): number {
  return append.expectedVersion + append.events.length
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
