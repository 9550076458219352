import type { Claim } from '@gavel/event-store'
import { correlationOf } from '@gavel/service-kit'
import type express from 'express'
import type { Idempotency, KeyClaim } from '../idempotency/idempotency.ts'
import type { Reply } from '../idempotency/reply.ts'
import type { AuctionHouse, Rule } from './auctionHouse.ts'
import type { Refusal } from './rules/verdict.ts'

/** A request translated: which lot, by which rule, and how the rule's answer is told. */
export type LotCommand<Answer> = {
  auctionId: string
  rule: Rule<Answer, Refusal>
  reply: (answer: Answer, version: number) => Reply
  /** Names the command takes beside its idempotency key. */
  claims?: readonly Claim[]
  /** The rule asks for the seller's block list. */
  checksBlocks?: boolean
}

/** How a family of routes tells what did not go well. */
export type Dialect = {
  refused(refusal: Refusal, req: express.Request): Reply
  /** Nothing was done; the same request may be sent again after `afterMs`. */
  retryLater(afterMs: number): Error
  /** The database went away in mid-append and did not come back in time. */
  outcomeUnknown(): Error
}

export type Perform = <Answer>(
  req: express.Request,
  actor: string,
  dialect: Dialect,
  translate: () => Promise<LotCommand<Answer>>,
) => Promise<Reply>

/** Runs the command of `actor` (`user:<id>` or `paddle:<number>`) under his Idempotency-Key, if he sent one. */
export function createPerform(house: AuctionHouse, idempotency: Idempotency): Perform {
  return (req, actor, dialect, translate) =>
    idempotency.run(req, actor, async (keyClaim) => {
      const { auctionId, rule, reply, claims = [], checksBlocks = false } = await translate()
      const outcome = await house.execute(auctionId, rule, {
        metadata: { actor, ...correlationOf(req) },
        checksBlocks,
        claims: (answer, version) => [...claims, ...keyClaims(keyClaim, () => reply(answer, version))],
      })
      switch (outcome.kind) {
        case 'accepted':
          return { kind: 'done', reply: reply(outcome.answer, outcome.version) }
        case 'refused':
          return { kind: 'refused', reply: dialect.refused(outcome.refusal, req) }
        case 'claim_taken':
          return outcome
        case 'retry_later':
          throw dialect.retryLater(outcome.retryAfterMs)
        case 'outcome_unknown':
          throw dialect.outcomeUnknown()
        default:
          return outcome satisfies never
      }
    })
}

const keyClaims = (keyClaim: KeyClaim | undefined, reply: () => Reply): readonly Claim[] =>
  keyClaim === undefined ? [] : [keyClaim(reply())]
