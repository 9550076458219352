import type { Claim, CompanionMoved, StoredClaim } from '@gavel/event-store'
import type express from 'express'
import type { KeyClaim, WorkDone } from './idempotency.ts'
import type { Reply } from './reply.ts'

/** What has become of a command. */
export type Outcome<Answer, Reason> =
  | { kind: 'accepted'; answer: Answer; version: number }
  | { kind: 'refused'; refusal: Reason }
  | { kind: 'claim_taken'; claim: StoredClaim }
  | { kind: 'retry_later'; retryAfterMs: number }
  | { kind: 'outcome_unknown' }
  | CompanionMoved

/** How a family of routes tells what did not go well; `Reason`: why its rules refuse. */
export type DialectOf<Reason> = {
  refused(refusal: Reason, req: express.Request): Reply
  /** Nothing was done; the same request may be sent again after `afterMs`. */
  retryLater(afterMs: number): Error
  /** The database went away in mid-append and did not come back in time. */
  outcomeUnknown(): Error
}

/** An outcome in the words of its routes. @throws what the dialect makes of an outcome that is none. */
export function tell<Answer, Reason>(
  outcome: Outcome<Answer, Reason>,
  { req, dialect, reply }: { req: express.Request; dialect: DialectOf<Reason>; reply: ReplyTo<Answer> },
): WorkDone {
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'done', reply: reply(outcome.answer, outcome.version) }
    case 'refused':
      return { kind: 'refused', reply: dialect.refused(outcome.refusal, req) }
    case 'claim_taken':
      return outcome
    case 'retry_later':
      throw dialect.retryLater(outcome.retryAfterMs)
    case 'companion_moved':
      throw dialect.retryLater(0)
    case 'outcome_unknown':
      throw dialect.outcomeUnknown()
    default:
      return outcome satisfies never
  }
}

/** How a rule's answer is told; `version`: the stream's after it. */
export type ReplyTo<Answer> = (answer: Answer, version: number) => Reply

/** The key of a command, if it has one, with the answer that is kept under it. */
export const keyClaims = (keyClaim: KeyClaim | undefined, reply: () => Reply): readonly Claim[] =>
  keyClaim === undefined ? [] : [keyClaim(reply())]
