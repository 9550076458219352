import type { AuctionFact } from '@gavel/event-contracts'
import type { Rule } from '../auctionHouse.ts'
import { evolve, type Lot } from '../rules/auction.ts'
import type { Refusal } from '../rules/verdict.ts'

/** What a rule decided, and the lot as it then is. */
export type WithLot<Answer> = { answer: Answer; facts: readonly AuctionFact[]; lot: Lot }

/** The same rule, for answers that show the lot as the command has left it. */
export const withLot =
  <Answer>(rule: Rule<Answer, Refusal>): Rule<WithLot<Answer>, Refusal> =>
  (auction, nowMs, blocked) => {
    const verdict = rule(auction, nowMs, blocked)
    if (!verdict.accepted) return verdict
    const { facts, answer } = verdict
    const lot = facts.reduce((before, fact) => evolve(before, fact, nowMs), auction)
    if (lot === null) throw new Error('a command is accepted for a lot that is not there')
    return { accepted: true, facts, answer: { answer, facts, lot } }
  }
