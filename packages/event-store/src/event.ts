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

/**
 * A name that at most one append may ever take. What stands before its first colon is its kind, by which it may expire.
 * `streamId`: whose name it is, the append's stream or one of its companions; the former when left out.
 */
export type Claim = { name: string; data: unknown; streamId?: string }

export type StoredClaim = { name: string; streamId: string; version: number; data: unknown; createdAt: Date }

/** Events to stand at expectedVersion + 1 and on of one stream. */
export type StreamAppend = {
  /** A UUID in lower case, as all ids here. */
  streamId: string
  streamType: string
  /** 0: the stream does not exist yet. */
  expectedVersion: number
  /** At least one. */
  events: readonly EventDraft[]
  topic: string
}

/** What is appended together: the events of a stream and of its companions, their claims and outbox rows. All, or none. */
export type Append = StreamAppend & {
  claims: readonly Claim[]
  /** Of other streams. */
  companions?: readonly StreamAppend[]
}

/**
 * What became of an append. `conflict`: its stream is not at the expected version. `companion_moved`: that one of its
 * companions is not (a new one is there already), while the stream itself was. `failed`: certainly not written, for the reason given. `outcome_unknown`: the connection was lost
 * and the database did not come back in time to be asked; it may have been written.
 */
export type AppendResult =
  | { kind: 'appended'; version: number }
  | { kind: 'conflict' }
  | { kind: 'claim_taken'; name: string }
  | { kind: 'companion_moved'; streamId: string }
  | { kind: 'failed'; error: unknown }
  | { kind: 'outcome_unknown'; error: unknown }
