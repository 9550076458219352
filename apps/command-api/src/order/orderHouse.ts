import {
  draftOrderEvent,
  type Metadata,
  type OrderEventDraft,
  type OrderFact,
  readOrderFact,
  topicNames,
} from '@gavel/event-contracts'
import {
  type Claim,
  createDeciderRuntime,
  type EventStore,
  type RuntimeMetrics,
  type StreamAppend,
} from '@gavel/event-store'
import type { Outcome } from '../idempotency/tell.ts'
import { accept } from '../rules/verdict.ts'
import { evolve, noOrder, type Order } from './rules/order.ts'
import type { OrderVerdict } from './rules/verdict.ts'

export type OrderRule<Answer, Reason> = (order: Order, nowMs: number) => OrderVerdict<Answer, Reason>

/** Who asks, and how his command is recognised when it comes again. */
export type OrderContext<Answer> = {
  metadata: Metadata
  /** Names to be taken together with the command's facts; `version`: the order's after them. */
  claims?: (answer: Answer, version: number) => readonly Claim[]
}

export type OrderHouse = {
  execute<Answer, Reason>(
    orderId: string,
    rule: OrderRule<Answer, Reason>,
    context: OrderContext<Answer>,
  ): Promise<Outcome<Answer, Reason>>
  /** The order as it is now, and its version. */
  read(orderId: string): Promise<Outcome<Order, never>>
  /** Facts of an order, to be appended together with those of another stream. */
  companion(
    order: { orderId: string; version: number },
    facts: readonly OrderFact[],
    facets: { nowMs: number; metadata: Metadata },
  ): StreamAppend
  stop(): Promise<void>
}

const streamType = 'order'
const topic = topicNames.orderEvents

/** Anybody may take another stream's id for an order's: there is no order in it. */
const noFactOfAnOrder = 'no fact of an order'

/** Runs the pure rules of orders on their streams. */
export function createOrderHouse(options: {
  store: EventStore
  now: () => number
  newId: () => string
  metrics?: RuntimeMetrics
}): OrderHouse {
  const { store, now, newId } = options
  const runtime = createDeciderRuntime<Order, OrderEventDraft, OrderFact | typeof noFactOfAnOrder>({
    store,
    streamType,
    topic,
    initial: noOrder,
    read: ({ type, schemaVersion, data }) =>
      type.startsWith('order.') ? readOrderFact(type, schemaVersion, data) : noFactOfAnOrder,
    evolve: (order, fact) => (fact === noFactOfAnOrder ? order : evolve(order, fact)),
    ...(options.metrics === undefined ? {} : { metrics: options.metrics }),
  })

  const drafts = (facts: readonly OrderFact[], nowMs: number, metadata: Metadata): readonly OrderEventDraft[] => {
    const occurredAt = new Date(nowMs).toISOString()
    return facts.map((fact) => draftOrderEvent(fact, { id: newId(), occurredAt, metadata }))
  }

  const house: OrderHouse = {
    async execute<Answer, Reason>(
      orderId: string,
      rule: OrderRule<Answer, Reason>,
      { metadata, claims }: OrderContext<Answer>,
    ): Promise<Outcome<Answer, Reason>> {
      const executed = await runtime.execute<OrderVerdict<Answer, Reason>>(orderId, (order, version) => {
        const nowMs = now()
        const verdict = rule(order, nowMs)
        if (!verdict.accepted) return { events: [], answer: verdict }
        const events = drafts(verdict.facts, nowMs, metadata)
        const taken = events.length === 0 ? [] : (claims?.(verdict.answer, version + events.length) ?? [])
        return { events, answer: verdict, claims: taken }
      })
      if (executed.kind !== 'decided') return executed
      const { answer: verdict, version } = executed
      if (!verdict.accepted) return { kind: 'refused', refusal: verdict.refusal }
      return { kind: 'accepted', answer: verdict.answer, version }
    },
    read: (orderId) =>
      house.execute<Order, never>(orderId, (order) => accept([], order), { metadata: readingMetadata(orderId) }),
    companion: ({ orderId: streamId, version: expectedVersion }, facts, { nowMs, metadata }) => ({
      streamId,
      streamType,
      topic,
      expectedVersion,
      events: drafts(facts, nowMs, metadata),
    }),
    stop: () => runtime.stop(),
  }
  return house
}

const readingMetadata = (correlationId: string): Metadata => ({ actor: 'service:command-api', correlationId })
