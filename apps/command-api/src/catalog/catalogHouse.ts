import {
  type CatalogEventDraft,
  type CatalogFact,
  draftCatalogEvent,
  type Metadata,
  readCatalogFact,
  topicNames,
} from '@gavel/event-contracts'
import { type Claim, createDeciderRuntime, type EventStore, type RuntimeMetrics } from '@gavel/event-store'
import type { Outcome } from '../idempotency/tell.ts'
import { isCodeClaim } from './categoryCodes.ts'
import { type Category, evolve, noCategory } from './rules/category.ts'
import type { CategoryRefusal, CategoryVerdict } from './rules/naming.ts'

export type CategoryAnswer = NonNullable<Category>
export type CategoryOutcome = Outcome<CategoryAnswer, CategoryRefusal>

export type CatalogHouse = {
  /** `claims`: names to be taken together with the command's facts. A code that is taken is refused as `category_exists`. */
  execute(
    categoryId: string,
    rule: (category: Category) => CategoryVerdict,
    context: { metadata: Metadata; claims: (answer: CategoryAnswer, version: number) => readonly Claim[] },
  ): Promise<CategoryOutcome>
  stop(): Promise<void>
}

/** Runs the pure rules of the catalogue on its categories' streams. */
export function createCatalogHouse(options: {
  store: EventStore
  now: () => number
  newId: () => string
  metrics?: RuntimeMetrics
}): CatalogHouse {
  const { store, now, newId } = options
  const runtime = createDeciderRuntime<Category, CatalogEventDraft, CatalogFact>({
    store,
    streamType: 'category',
    topic: topicNames.catalogEvents,
    initial: noCategory,
    read: ({ type, schemaVersion, data }) => readCatalogFact(type, schemaVersion, data),
    evolve,
    ...(options.metrics === undefined ? {} : { metrics: options.metrics }),
  })

  return {
    async execute(categoryId, rule, { metadata, claims }) {
      const executed = await runtime.execute<CategoryVerdict>(categoryId, (category, version) => {
        const verdict = rule(category)
        if (!verdict.accepted) return { events: [], answer: verdict }
        const occurredAt = new Date(now()).toISOString()
        const events = verdict.facts.map((fact) => draftCatalogEvent(fact, { id: newId(), occurredAt, metadata }))
        const taken = events.length === 0 ? [] : claims(verdict.answer, version + events.length)
        return { events, answer: verdict, claims: taken }
      })
      if (executed.kind === 'claim_taken' && isCodeClaim(executed.claim)) return codeTaken
      if (executed.kind !== 'decided') return executed
      const { answer: verdict, version } = executed
      if (!verdict.accepted) return { kind: 'refused', refusal: verdict.refusal }
      return { kind: 'accepted', answer: verdict.answer, version }
    },
    stop: () => runtime.stop(),
  }
}

const codeTaken: CategoryOutcome = { kind: 'refused', refusal: { code: 'category_exists' } }
