import {
  type AuctionEventDraft,
  type AuctionFact,
  draftAuctionEvent,
  type Metadata,
  readAuctionFact,
  topicNames,
} from '@gavel/event-contracts'
import {
  type Claim,
  createDeciderRuntime,
  type EventStore,
  type RuntimeMetrics,
  type StoredClaim,
} from '@gavel/event-store'
import { type Auction, evolve, noAuction } from './rules/auction.ts'
import type { Verdict } from './rules/verdict.ts'

/** Who asks, and how his command is recognised when it comes again. */
export type CommandContext<Answer> = {
  metadata: Metadata
  /** Names to be taken together with the command's facts; it is refused as `claim_taken` when one is gone already. */
  claims?: (answer: Answer, version: number) => readonly Claim[]
}

export type Outcome<Answer, Reason> =
  | { kind: 'accepted'; answer: Answer; version: number }
  | { kind: 'refused'; refusal: Reason }
  | { kind: 'claim_taken'; claim: StoredClaim }
  | { kind: 'retry_later'; retryAfterMs: number }
  | { kind: 'outcome_unknown' }

export type AuctionHouse = {
  execute<Answer, Reason>(
    auctionId: string,
    rule: (auction: Auction, nowMs: number) => Verdict<Answer, Reason>,
    context: CommandContext<Answer>,
  ): Promise<Outcome<Answer, Reason>>
  stop(): Promise<void>
}

/** Runs the auction's pure rules on their streams: the clock, the ids and the log come in here and nowhere deeper. */
export function createAuctionHouse(options: {
  store: EventStore
  now: () => number
  newId: () => string
  metrics?: RuntimeMetrics
}): AuctionHouse {
  const { store, now, newId } = options
  const runtime = createDeciderRuntime<Auction, AuctionEventDraft, AuctionFact>({
    store,
    streamType: 'auction',
    topic: topicNames.auctionEvents,
    initial: noAuction,
    read: (recorded) => readAuctionFact(recorded.type, recorded.schemaVersion, recorded.data),
    evolve,
    ...(options.metrics === undefined ? {} : { metrics: options.metrics }),
  })

  return {
    async execute<Answer, Reason>(
      auctionId: string,
      rule: (auction: Auction, nowMs: number) => Verdict<Answer, Reason>,
      { metadata, claims }: CommandContext<Answer>,
    ): Promise<Outcome<Answer, Reason>> {
      const executed = await runtime.execute<Verdict<Answer, Reason>>(auctionId, (auction, version) => {
        const nowMs = now()
        const verdict = rule(auction, nowMs)
        if (!verdict.accepted) return { events: [], answer: verdict }
        const occurredAt = new Date(nowMs).toISOString()
        const events = verdict.facts.map((fact) => draftAuctionEvent(fact, { id: newId(), occurredAt, metadata }))
        const taken = events.length === 0 ? [] : (claims?.(verdict.answer, version + events.length) ?? [])
        return { events, answer: verdict, claims: taken }
      })
      if (executed.kind !== 'decided') return executed
      const { answer: verdict, version } = executed
      if (!verdict.accepted) return { kind: 'refused', refusal: verdict.refusal }
      return { kind: 'accepted', answer: verdict.answer, version }
    },
    stop: () => runtime.stop(),
  }
}
