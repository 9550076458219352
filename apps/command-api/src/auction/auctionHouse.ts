import {
  type AuctionEventDraft,
  type AuctionFact,
  catalogFactVersions,
  draftAuctionEvent,
  type Metadata,
  memberFactVersions,
  orderFactVersions,
  readAuctionFact,
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
import type { BlockLists } from '../member/blockLists.ts'
import { type Auction, evolve, noAuction } from './rules/auction.ts'
import type { Verdict } from './rules/verdict.ts'

/** `blocked`: the paddles from which the lot's seller takes no bids; empty unless the command checks block lists. */
export type Rule<Answer, Reason> = (
  auction: Auction,
  nowMs: number,
  blocked: ReadonlySet<number>,
) => Verdict<Answer, Reason>

/** Who asks, and how his command is recognised when it comes again. */
export type CommandContext<Answer> = {
  metadata: Metadata
  /** Names to be taken together with the command's facts; it is refused as `claim_taken` when one is gone already. */
  claims?: (answer: Answer, version: number) => readonly Claim[]
  /** The rule asks for the seller's block list. */
  checksBlocks?: boolean
  /** What other streams are told together with the rule's facts, if it has any. */
  companions?: (nowMs: number) => readonly StreamAppend[]
}

export type AuctionHouse = {
  execute<Answer, Reason>(
    auctionId: string,
    rule: Rule<Answer, Reason>,
    context: CommandContext<Answer>,
  ): Promise<Outcome<Answer, Reason>>
  stop(): Promise<void>
}

type DatedFact = { fact: AuctionFact; atMs: number }

/** Anybody may take a member's or a category's id for a lot's: that stream has events, but there is no lot in it. */
const noFactOfALot = 'no fact of a lot'
type NoFactOfALot = typeof noFactOfALot
const factsOfOthers = { ...memberFactVersions, ...catalogFactVersions, ...orderFactVersions }

/** A block list that was read and has run out again each time: this machine is too slow to bid on. */
const listReadsMax = 5
const retryAfterMs = 1_000
const nobody: ReadonlySet<number> = new Set()

/** Runs the auction's pure rules on their streams: the clock, the ids and the log come in here and nowhere deeper. */
export function createAuctionHouse(options: {
  store: EventStore
  blockLists: Pick<BlockLists, 'peek' | 'refresh'>
  now: () => number
  newId: () => string
  metrics?: RuntimeMetrics
}): AuctionHouse {
  const { store, blockLists, now, newId } = options
  const runtime = createDeciderRuntime<Auction, AuctionEventDraft, DatedFact | NoFactOfALot>({
    store,
    streamType: 'auction',
    topic: topicNames.auctionEvents,
    initial: noAuction,
    read: ({ type, schemaVersion, data, occurredAt }) =>
      Object.hasOwn(factsOfOthers, type)
        ? noFactOfALot
        : { fact: readAuctionFact(type, schemaVersion, data), atMs: Date.parse(occurredAt) },
    evolve: (auction, read) => (read === noFactOfALot ? auction : evolve(auction, read.fact, read.atMs)),
    ...(options.metrics === undefined ? {} : { metrics: options.metrics }),
  })

  /** Decides; or gives the seller whose block list has to be read first, and nothing was decided. */
  async function decide<Answer, Reason>(
    auctionId: string,
    rule: Rule<Answer, Reason>,
    { metadata, claims, checksBlocks = false, companions }: CommandContext<Answer>,
  ): Promise<Outcome<Answer, Reason> | { kind: 'list_unread'; sellerId: string }> {
    type Decided = { verdict: Verdict<Answer, Reason> } | { sellerId: string }
    const executed = await runtime.executeTogether<Decided>(auctionId, (auction, version) => {
      const sellerId = checksBlocks ? auction?.seller.id : undefined
      const blocked = sellerId === undefined ? nobody : blockLists.peek(sellerId)
      if (sellerId !== undefined && blocked === undefined) return { events: [], answer: { sellerId } }
      const nowMs = now()
      const verdict = rule(auction, nowMs, blocked ?? nobody)
      if (!verdict.accepted) return { events: [], answer: { verdict } }
      const occurredAt = new Date(nowMs).toISOString()
      const events = verdict.facts.map((fact) => draftAuctionEvent(fact, { id: newId(), occurredAt, metadata }))
      if (events.length === 0) return { events, answer: { verdict } }
      const taken = claims?.(verdict.answer, version + events.length) ?? []
      return { events, answer: { verdict }, claims: taken, companions: companions?.(nowMs) ?? [] }
    })
    if (executed.kind !== 'decided') return executed
    const { answer, version } = executed
    if ('sellerId' in answer) return { kind: 'list_unread', sellerId: answer.sellerId }
    const { verdict } = answer
    if (!verdict.accepted) return { kind: 'refused', refusal: verdict.refusal }
    return { kind: 'accepted', answer: verdict.answer, version }
  }

  return {
    async execute(auctionId, rule, context) {
      for (let reads = 0; reads < listReadsMax; reads += 1) {
        const outcome = await decide(auctionId, rule, context)
        if (outcome.kind !== 'list_unread') return outcome
        await blockLists.refresh(outcome.sellerId)
      }
      return { kind: 'retry_later', retryAfterMs }
    },
    stop: () => runtime.stop(),
  }
}
