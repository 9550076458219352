export type { Append, AppendResult, Claim, EventDraft, RecordedEvent, StoredClaim, StreamAppend } from './event.ts'
export { type Backlog, readBacklog as outboxBacklog } from './outbox/backlog.ts'
export { listRefused, type RefusedRow, retryFailedRows } from './outbox/failedRows.ts'
export { createOutboxRelay, type OutboxRelay, type OutboxRelayOptions } from './outbox/relay.ts'
export type { OutboxRecord, RelayLimits, RelayLogger, RelayMetrics } from './outbox/types.ts'
export { createDeciderRuntime } from './runtime/deciderRuntime.ts'
export type {
  CompanionMoved,
  DeciderRuntime,
  Decision,
  Executed,
  RuntimeLimits,
  RuntimeMetrics,
  RuntimeOptions,
  Together,
} from './runtime/types.ts'
export { createEventStore, type EventStore, type EventStoreOptions } from './store/eventStore.ts'
export { eventPages } from './store/load.ts'
export type { StoreMetrics } from './store/metrics.ts'
export { streamIdPages } from './store/streamIds.ts'
export { streamTypeOf } from './store/streamType.ts'
export type { AppendTracer } from './store/tracer.ts'
