import type { Metadata } from '@gavel/event-contracts'
import type { Claim } from '@gavel/event-store'
import { correlationOf } from '@gavel/service-kit'
import type express from 'express'
import type { Idempotency, KeyOptions } from '../idempotency/idempotency.ts'
import type { Reply } from '../idempotency/reply.ts'
import { keyClaims, type Outcome, type ReplyTo, tell } from '../idempotency/tell.ts'
import { orderProblems } from './problems.ts'
import type { OrderRefusal } from './rules/verdict.ts'

/** A request translated: what it does, under its key if it has one, and how the answer is told. */
export type OrderCommand<Answer> = {
  run(context: {
    metadata: Metadata
    claims: (answer: Answer, version: number) => readonly Claim[]
  }): Promise<Outcome<Answer, OrderRefusal>>
  reply: ReplyTo<Answer>
  /** Whether this is no last word: the same key may ask again. */
  passes?(answer: Answer): boolean
  key?: KeyOptions
}

/** Runs the command of `actor` (as in the metadata of events) under his idempotency key, if he sent one. */
export type PerformOrder = <Answer>(
  req: express.Request,
  actor: string,
  command: OrderCommand<Answer>,
) => Promise<Reply>

export const createPerformOrder =
  (idempotency: Idempotency): PerformOrder =>
  (req, actor, { run, reply, passes, key }) =>
    idempotency.run(
      req,
      actor,
      async (keyClaim) => {
        const outcome = await run({
          metadata: { actor, ...correlationOf(req) },
          claims: (answer, version) => keyClaims(keyClaim, () => reply(answer, version)),
        })
        const done = tell(outcome, { req, dialect: orderProblems, reply })
        const isLast = outcome.kind !== 'accepted' || passes?.(outcome.answer) !== true
        return isLast || done.kind === 'claim_taken' ? done : { ...done, kind: 'unkept' }
      },
      key,
    )
