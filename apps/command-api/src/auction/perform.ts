import type { Metadata } from '@gavel/event-contracts'
import type { Claim, StreamAppend } from '@gavel/event-store'
import { correlationOf } from '@gavel/service-kit'
import type express from 'express'
import type { Idempotency } from '../idempotency/idempotency.ts'
import type { Reply } from '../idempotency/reply.ts'
import { type DialectOf, keyClaims, type ReplyTo, tell } from '../idempotency/tell.ts'
import type { BidLimit } from '../limits/bidLimit.ts'
import type { AuctionHouse, Rule } from './auctionHouse.ts'
import type { Refusal } from './rules/verdict.ts'

/** A request translated: which lot, by which rule, and how the rule's answer is told. */
export type LotCommand<Answer> = {
  auctionId: string
  rule: Rule<Answer, Refusal>
  reply: ReplyTo<Answer>
  /** Names the command takes beside its idempotency key. */
  claims?: readonly Claim[]
  /** It is a bid, or as good as one: the rule asks for the seller's block list, and the bidder's limit counts it. */
  checksBlocks?: boolean
  /** What other streams are told together with the rule's facts. */
  companions?: (facets: { nowMs: number; metadata: Metadata }) => readonly StreamAppend[]
}

export type Dialect = DialectOf<Refusal>

export type Perform = <Answer>(
  req: express.Request,
  actor: string,
  dialect: Dialect,
  translate: () => Promise<LotCommand<Answer>>,
) => Promise<Reply>

/** Another stream that a command goes with has moved, as often: it is translated anew each time. */
const triesMax = 5

/** Runs the command of `actor` (`user:<id>` or `paddle:<number>`) under his Idempotency-Key, if he sent one. */
export function createPerform(house: AuctionHouse, idempotency: Idempotency, countBid: BidLimit): Perform {
  return (req, actor, dialect, translate) =>
    idempotency.run(req, actor, async (keyClaim) => {
      const metadata = { actor, ...correlationOf(req) }
      for (let tries = 1; ; tries += 1) {
        const { auctionId, rule, reply, claims = [], checksBlocks = false, companions } = await translate()
        if (checksBlocks && tries === 1) await countBid(req, actor, auctionId)
        const outcome = await house.execute(auctionId, rule, {
          metadata,
          checksBlocks,
          companions: (nowMs) => companions?.({ nowMs, metadata }) ?? [],
          claims: (answer, version) => [...claims, ...keyClaims(keyClaim, () => reply(answer, version))],
        })
        if (outcome.kind !== 'companion_moved' || tries >= triesMax) return tell(outcome, { req, dialect, reply })
      }
    })
}
