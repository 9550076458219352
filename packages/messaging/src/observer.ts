type Refused = { group: string; topic: string; reason: string; count: number }

/** Hooks for metrics. They are called in the flow of messages: be quick and do not throw. Topics and groups are unprefixed. */
export type MessagingObserver = {
  /** A consumer has messages of a partition in hand, of which the oldest was sent at `sinceMs`; null: none any more. */
  inHand?(event: { group: string; topic: string; partition: number; sinceMs: number | null }): void
  batchHandled?(event: { group: string; topic: string; count: number; durationMs: number }): void
  deadLettered?(event: Refused): void
  /** A follower passed over messages that it could not read or handle. */
  skipped?(event: Refused): void
  retried?(event: { group: string; topic: string; attempt: number }): void
  produced?(event: { count: number; durationMs: number }): void
}
