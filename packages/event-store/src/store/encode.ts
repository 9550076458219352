import type { Append, Claim, EventDraft, StreamAppend } from '../event.ts'

export type EncodedEvent = { data: string; metadata: string; bytes: number }

// An event is measured when it is decided and written later, perhaps twice: its JSON is made once.
const encodedEvents = new WeakMap<EventDraft, EncodedEvent>()

const rowOverheadBytes = 200

/** Throws a TypeError when the event cannot be JSON. */
export function encodeEvent(event: EventDraft): EncodedEvent {
  const known = encodedEvents.get(event)
  if (known !== undefined) return known
  const data = json(event.data)
  const metadata = json(event.metadata)
  const encoded = { data, metadata, bytes: data.length + metadata.length + rowOverheadBytes }
  encodedEvents.set(event, encoded)
  return encoded
}

/** The stream's own events and those of its companions. */
export const streamsOf = (append: Append): readonly StreamAppend[] =>
  append.companions === undefined ? [append] : [append, ...append.companions]

/** The stream that a claim is a name of. @throws TypeError when it is none of the append's */
export function namedBy({ name, streamId }: Claim, append: Append): StreamAppend {
  if (streamId === undefined) return append
  const named = streamsOf(append).find((stream) => stream.streamId === streamId)
  if (named === undefined) throw new TypeError(`The claim ${name} names a stream that is not appended to`)
  return named
}

export function eventsOf(append: Append): readonly EventDraft[] {
  return append.companions === undefined ? append.events : streamsOf(append).flatMap(({ events }) => events)
}

export function bytesOf(append: Append): number {
  return eventsOf(append).reduce((sum, event) => sum + encodeEvent(event).bytes, 0)
}

/** Throws a TypeError for what JSON cannot say (undefined, a function, a cycle, a bigint). */
export function json(value: unknown): string {
  const text: string | undefined = JSON.stringify(value)
  if (text === undefined) throw new TypeError('Not JSON: undefined, a function or a symbol')
  return text
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

// Postgres would take 'yesterday' as well, and round what is finer.
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** Throws a TypeError that says what the caller did wrong; nothing has been sent then. */
export function assertAppend(append: Append): void {
  const streams = streamsOf(append)
  for (const stream of streams) assertStream(stream)
  for (const event of eventsOf(append)) assertEvent(event)
  assert(new Set(streams.map(({ streamId }) => streamId)).size === streams.length, 'A stream is its own companion')
  assertClaims(append.claims)
  for (const claim of append.claims) namedBy(claim, append)
}

/** But for its events. */
export function assertStream({ streamId, expectedVersion, events }: StreamAppend): void {
  assert(uuid.test(streamId), `Stream id is no UUID in lower case: ${streamId}`)
  assert(Number.isSafeInteger(expectedVersion) && expectedVersion >= 0, `Expected version: ${expectedVersion}`)
  assert(events.length > 0, 'An append has at least one event: claims are written with events or not at all')
}

/** Also that it can be JSON. */
export function assertEvent(event: EventDraft): void {
  assert(uuid.test(event.id), `Event id is no UUID in lower case: ${event.id}`)
  assert(
    instant.test(event.occurredAt),
    `Time of ${event.type} is not RFC 3339, UTC, milliseconds: ${event.occurredAt}`,
  )
  assert(Number.isInteger(event.schemaVersion), `Schema version of ${event.type}: ${event.schemaVersion}`)
  encodeEvent(event)
}

export function assertClaims(claims: readonly Claim[]): void {
  assert(new Set(claims.map((claim) => claim.name)).size === claims.length, 'A claim is named twice in one append')
  for (const claim of claims) json(claim.data)
}

function assert(holds: boolean, message: string): void {
  if (!holds) throw new TypeError(message)
}
