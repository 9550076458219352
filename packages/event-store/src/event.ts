/** An event before it has its place in a stream. `data` is a JSON object; `occurredAt` is RFC 3339, UTC, milliseconds. */
export type EventDraft = {
  id: string
  type: string
  schemaVersion: number
  occurredAt: string
  data: unknown
  metadata: Record<string, unknown>
}

export type RecordedEvent = EventDraft & { streamId: string; version: number }

/** A name that at most one append may ever take. What stands before its first colon is its kind, by which it may expire. */
export type Claim = { name: string; data: unknown }

export type StoredClaim = { name: string; streamId: string; version: number; data: unknown; createdAt: Date }

/** Events to stand at expectedVersion + 1 and on, with their claims and outbox rows: all of it is written, or none. */
export type Append = {
  /** A UUID in lower case, as all ids here. */
  streamId: string
  streamType: string
  /** 0: the stream does not exist yet. */
  expectedVersion: number
  /** At least one. */
  events: readonly EventDraft[]
  topic: string
  claims: readonly Claim[]
}

/**
 * What became of an append. `failed`: certainly not written, for the reason given. `outcome_unknown`: the connection was lost
 * and the database did not come back in time to be asked; it may have been written.
 */
export type AppendResult =
  | { kind: 'appended'; version: number }
  | { kind: 'conflict' }
  | { kind: 'claim_taken'; name: string }
  | { kind: 'failed'; error: unknown }
  | { kind: 'outcome_unknown'; error: unknown }
