/** An event to be published. `dataJson` goes out as it is: parsing it and writing it again would be half of the relay's work. */
export type OutboxRecord = {
  outboxId: number
  topic: string
  streamId: string
  version: number
  eventId: string
  type: string
  schemaVersion: number
  /** RFC 3339, UTC, milliseconds. */
  occurredAt: string
  dataJson: string
  metadata: Record<string, unknown>
}

export type RelayLimits = {
  batchRows: number
  /** Of event data, as Postgres stores it. */
  batchBytes: number
  /** Rows of one shard in a batch, so that a shard that is behind leaves room for the others. */
  batchRowsPerShard: number
  /**
   * The least time from the start of a turn of eight rows or more to the next one's, unless its batch was full: small
   * turns cost CPU that bids need. After fewer rows as large a part of it.
   */
  turnMs: number
  /** How often it looks unasked: alone (all appends of this process wake it), and with other instances about. */
  pollAloneMs: number
  pollMs: number
  rebalanceMs: number
  publishTimeoutMs: number
  backOffBaseMs: number
  backOffCapMs: number
  /** Failures in a row that `isTransient` calls transient before keys are tried separately all the same. */
  isolateAfter: number
  /** Permanent failures of a row before it is FAILED. */
  maxAttempts: number
  /** How long a FAILED row waits until it is tried again by itself; doubled with each refusal, up to the cap. */
  retryBaseMs: number
  retryCapMs: number
  /** How often FAILED rows are looked at. */
  reviveEveryMs: number
  retentionMs: number
  retentionEveryMs: number
  /** Without a completed turn for so long, check() rejects. */
  stallMs: number
  /** How long stop() goes on publishing what is left. */
  drainMs: number
}

export const relayLimits: RelayLimits = {
  batchRows: 1_000,
  batchBytes: 1_048_576,
  batchRowsPerShard: 250,
  turnMs: 15,
  pollAloneMs: 500,
  pollMs: 50,
  rebalanceMs: 1_000,
  publishTimeoutMs: 30_000,
  backOffBaseMs: 100,
  backOffCapMs: 5_000,
  isolateAfter: 5,
  maxAttempts: 5,
  retryBaseMs: 30_000,
  retryCapMs: 3_600_000,
  reviveEveryMs: 5_000,
  retentionMs: 24 * 3_600_000,
  retentionEveryMs: 60_000,
  stallMs: 10_000,
  drainMs: 2_000,
}

/** Called on the hot path: cheap, and never throwing. */
export type RelayMetrics = {
  published?(batch: { events: number; durationMs: number; oldestOutboxId: number }): void
  publishFailed?(error: unknown): void
  /** A row is FAILED: its key waits behind it until it goes through. This is an alert. */
  failed?(row: { outboxId: number; streamId: string; version: number; topic: string; error: string }): void
  shardsHeld?(shards: number): void
  removed?(rows: number): void
}

/** As pino's. */
export type RelayLogger = {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
