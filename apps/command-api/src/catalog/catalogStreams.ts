import {
  type CatalogEventDraft,
  type CatalogFact,
  draftCatalogEvent,
  type Metadata,
  readCatalogFact,
  topicNames,
} from '@gavel/event-contracts'
import {
  type Claim,
  type CompanionMoved,
  createDeciderRuntime,
  type EventStore,
  type Executed,
  type RuntimeLimits,
  type RuntimeMetrics,
  type StreamAppend,
  type Together,
} from '@gavel/event-store'
import type { Outcome } from '../idempotency/tell.ts'
import type { Verdict } from '../rules/verdict.ts'

/** Who asks, and what is taken and written together with the command's facts, if it has any. */
export type CatalogContext<Answer, Reason> = {
  metadata: Metadata
  claims?: (answer: Answer, version: number) => readonly Claim[]
  companions?: () => readonly StreamAppend[]
  /** What a name that is taken means; undefined when it is an idempotency key's. */
  refusedBy?: (claim: Pick<Claim, 'name'>) => Reason | undefined
}

/** The streams of one kind of thing in the catalogue. */
export type CatalogStreams<State, Fact extends CatalogFact> = {
  execute<Answer, Reason>(
    streamId: string,
    rule: (state: State) => Verdict<Fact, Answer, Reason>,
    context: CatalogContext<Answer, Reason>,
  ): Promise<Outcome<Answer, Reason>>
  /** For those who decide about other streams at the same time. */
  executeTogether<Answer>(
    streamId: string,
    decide: (state: State, version: number) => Together<CatalogEventDraft, Answer>,
  ): Promise<Executed<Answer> | CompanionMoved>
  /** A new one, to be appended together with another stream. */
  begun(streamId: string, facts: readonly Fact[], metadata: Metadata): StreamAppend
  stop(): Promise<void>
}

const topic = topicNames.catalogEvents

/** Anybody may take another stream's id for one of these: there is nothing of this kind in it. */
const foreign = 'a fact of something else'

/** Runs the pure rules of one kind on its streams. `isOwn`: tells its facts from those of other kinds. */
export function createCatalogStreams<State, Fact extends CatalogFact>(options: {
  store: EventStore
  streamType: string
  initial: State
  evolve: (state: State, fact: Fact) => State
  isOwn: (fact: CatalogFact) => fact is Fact
  now: () => number
  newId: () => string
  metrics?: RuntimeMetrics
  limits?: Partial<RuntimeLimits>
}): CatalogStreams<State, Fact> {
  const { store, streamType, initial, evolve, isOwn, now, newId } = options

  function readFact(type: string, schemaVersion: number, data: unknown): Fact | typeof foreign {
    if (!kinds.test(type)) return foreign
    const fact = readCatalogFact(type, schemaVersion, data)
    return isOwn(fact) ? fact : foreign
  }

  const runtime = createDeciderRuntime<State, CatalogEventDraft, Fact | typeof foreign>({
    store,
    streamType,
    topic,
    initial,
    read: ({ type, schemaVersion, data }) => readFact(type, schemaVersion, data),
    evolve: (state, fact) => (fact === foreign ? state : evolve(state, fact)),
    ...(options.metrics === undefined ? {} : { metrics: options.metrics }),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  })

  const drafts = (facts: readonly Fact[], metadata: Metadata): readonly CatalogEventDraft[] => {
    const occurredAt = new Date(now()).toISOString()
    return facts.map((fact) => draftCatalogEvent(fact, { id: newId(), occurredAt, metadata }))
  }

  return {
    async execute<Answer, Reason>(
      streamId: string,
      rule: (state: State) => Verdict<Fact, Answer, Reason>,
      { metadata, claims, companions, refusedBy }: CatalogContext<Answer, Reason>,
    ): Promise<Outcome<Answer, Reason>> {
      const executed = await runtime.executeTogether<Verdict<Fact, Answer, Reason>>(streamId, (state, version) => {
        const verdict = rule(state)
        if (!verdict.accepted || verdict.facts.length === 0) return { events: [], answer: verdict }
        return {
          events: drafts(verdict.facts, metadata),
          answer: verdict,
          claims: claims?.(verdict.answer, version + verdict.facts.length) ?? [],
          companions: companions?.() ?? [],
        }
      })
      const refusal = executed.kind === 'claim_taken' ? refusedBy?.(executed.claim) : undefined
      if (refusal !== undefined) return { kind: 'refused', refusal }
      if (executed.kind !== 'decided') return executed
      const { answer: verdict, version } = executed
      if (!verdict.accepted) return { kind: 'refused', refusal: verdict.refusal }
      return { kind: 'accepted', answer: verdict.answer, version }
    },
    executeTogether: runtime.executeTogether,
    begun: (streamId, facts, metadata) => ({
      streamId,
      streamType,
      topic,
      expectedVersion: 0,
      events: drafts(facts, metadata),
    }),
    stop: () => runtime.stop(),
  }
}

const kinds = /^(?:category|product|sku|stock)\./
