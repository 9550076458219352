import type { Claim, EventDraft, RecordedEvent, StoredClaim, StreamAppend } from '../event.ts'
import type { EventStore } from '../store/eventStore.ts'

/** No events: a refusal, or a question. Claims are only taken with events. */
export type Decision<Event, Answer> = { events: readonly Event[]; answer: Answer; claims?: readonly Claim[] }

/**
 * A decision that is written together with events of other streams, all or nothing. Companions, too, come with events
 * only; whoever decides knows their versions, and two commands of one batch never share one.
 */
export type Together<Event, Answer> = Decision<Event, Answer> & { companions?: readonly StreamAppend[] }

/** A companion is not at its version any more: nothing was done; read it, and decide again. */
export type CompanionMoved = { kind: 'companion_moved'; streamId: string }

/**
 * `retry_later`: certainly nothing was done. `outcome_unknown`: the database was lost in mid-commit and did not come back in
 * time; the command may have been done, so the client must not be told that it was not.
 */
export type Executed<Answer> =
  | { kind: 'decided'; answer: Answer; version: number }
  | { kind: 'claim_taken'; claim: StoredClaim }
  | { kind: 'retry_later'; retryAfterMs: number }
  | { kind: 'outcome_unknown'; retryAfterMs: number }

export type RuntimeLimits = {
  /** Commands waiting for one stream; one more is answered `retry_later` at once. */
  maxQueuePerStream: number
  /** Commands waiting for all streams together. */
  maxQueue: number
  /** A command that has waited longer is answered `retry_later` instead of being decided. */
  maxWaitMs: number
  maxBatchCommands: number
  maxBatchEvents: number
  maxBatchBytes: number
  /** Conflicts in a row before the stream's lock is taken. */
  maxAttempts: number
  /** Streams whose state is kept. */
  cacheStreams: number
  retryAfterMs: number
}

/** Called on the hot path: cheap, and never throwing. */
export type RuntimeMetrics = {
  /** Commands waiting, all streams together, after each change. */
  queued?(commands: number): void
  /** A batch was decided and its append committed (or its refusals confirmed). */
  settled?(batch: { commands: number; events: number; attempts: number }): void
  conflict?(): void
  /** The stream's lock is being taken after too many conflicts. */
  fallback?(): void
  claimTaken?(): void
  companionMoved?(): void
  retryLater?(reason: 'queue' | 'waited' | 'lock' | 'database' | 'stopping', commands: number): void
  outcomeUnknown?(commands: number): void
}

export type RuntimeOptions<State, Fact> = {
  store: EventStore
  streamType: string
  topic: string
  initial: State
  /** Stored JSON to what `evolve` works on: parses, upcasts, throws on what it does not know. Also run on each new event. */
  read(recorded: RecordedEvent): Fact
  /** Pure. */
  evolve(state: State, fact: Fact): State
  limits?: Partial<RuntimeLimits>
  metrics?: RuntimeMetrics
}

export type DeciderRuntime<State, Event extends EventDraft> = {
  /**
   * Runs `decide` (pure; called again after a conflict) on the stream's state at `version` (0: no such stream) and answers when
   * its events are committed, or when the state a refusal was decided on is confirmed. Rejects when `decide` throws, or when
   * its events cannot be stored.
   */
  execute<Answer>(
    streamId: string,
    decide: (state: State, version: number) => Decision<Event, Answer>,
  ): Promise<Executed<Answer>>
  /** The same for decisions that several streams are to agree to. */
  executeTogether<Answer>(
    streamId: string,
    decide: (state: State, version: number) => Together<Event, Answer>,
  ): Promise<Executed<Answer> | CompanionMoved>
  /** Takes no more commands (`retry_later`), finishes those that wait. */
  stop(): Promise<void>
}
