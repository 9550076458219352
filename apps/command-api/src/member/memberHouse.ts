import {
  draftMemberEvent,
  type MemberEventDraft,
  type MemberFact,
  type Metadata,
  readMemberFact,
  topicNames,
} from '@gavel/event-contracts'
import { createDeciderRuntime, type EventStore, type Executed, type RuntimeMetrics } from '@gavel/event-store'
import { memberProblem } from './problems.ts'
import type { ListRefusal, ListVerdict } from './rules/lists.ts'
import { evolve, type MemberLists, noLists } from './rules/member.ts'

export type MemberOutcome =
  | { kind: 'done'; version: number }
  | { kind: 'refused'; refusal: ListRefusal }
  | { kind: 'retry_later'; retryAfterMs: number }
  | { kind: 'outcome_unknown' }

export type MemberHouse = {
  /** Changes the lists of a member; done as well when there was nothing left to change. */
  execute(userId: string, rule: (lists: MemberLists) => ListVerdict, metadata: Metadata): Promise<MemberOutcome>
  /**
   * The paddles that the member blocks, as the database has them at a moment after this call: nothing that any instance
   * had committed before is missing. One short read when they have not changed, shared by all who ask at the same time.
   *
   * @throws Problem retry_later when they cannot be read now.
   */
  blockedBy(userId: string): Promise<ReadonlySet<number>>
  stop(): Promise<void>
}

/** Runs the pure rules of the lists on their members' streams, whose ids are the users'. */
export function createMemberHouse(options: {
  store: EventStore
  now: () => number
  newId: () => string
  metrics?: RuntimeMetrics
}): MemberHouse {
  const { store, now, newId } = options
  const runtime = createDeciderRuntime<MemberLists, MemberEventDraft, MemberFact>({
    store,
    streamType: 'member',
    topic: topicNames.userEvents,
    initial: noLists,
    read: ({ type, schemaVersion, data }) => readMemberFact(type, schemaVersion, data),
    evolve,
    ...(options.metrics === undefined ? {} : { metrics: options.metrics }),
  })

  return {
    async execute(userId, rule, metadata) {
      const executed = withoutClaims(
        await runtime.execute<ListVerdict>(userId, (lists) => {
          const verdict = rule(lists)
          const occurredAt = new Date(now()).toISOString()
          const facts = verdict.accepted ? verdict.facts : []
          const events = facts.map((fact) => draftMemberEvent(fact, { id: newId(), occurredAt, metadata }))
          return { events, answer: verdict }
        }),
      )
      if (executed.kind !== 'decided') return executed
      const { answer: verdict, version } = executed
      return verdict.accepted ? { kind: 'done', version } : { kind: 'refused', refusal: verdict.refusal }
    },
    async blockedBy(userId) {
      // A decision without events is answered only after its state was confirmed against the database.
      const executed = withoutClaims(
        await runtime.execute<ReadonlySet<number>>(userId, ({ blocked }) => ({ events: [], answer: blocked })),
      )
      switch (executed.kind) {
        case 'decided':
          return executed.answer
        case 'retry_later':
        case 'outcome_unknown':
          throw memberProblem.retryLater(executed.retryAfterMs)
        default:
          return executed satisfies never
      }
    },
    stop: () => runtime.stop(),
  }
}

type WithoutClaims<Answer> = Exclude<Executed<Answer>, { kind: 'claim_taken' }>

function withoutClaims<Answer>(executed: Executed<Answer>): WithoutClaims<Answer> {
  if (executed.kind === 'claim_taken') throw new Error('lists are changed without claims')
  return executed
}
