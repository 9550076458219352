import type { CatalogFact, Metadata } from '@gavel/event-contracts'
import type { Claim, StreamAppend } from '@gavel/event-store'
import { correlationOf } from '@gavel/service-kit'
import type express from 'express'
import type { Idempotency } from '../idempotency/idempotency.ts'
import type { Reply } from '../idempotency/reply.ts'
import { type DialectOf, keyClaims, type ReplyTo, tell } from '../idempotency/tell.ts'
import type { Verdict } from '../rules/verdict.ts'
import type { CatalogStreams } from './catalogStreams.ts'

/** A request translated: which stream, by which rule, and how it is told what has become of it. */
export type CatalogCommand<State, Fact extends CatalogFact, Answer, Reason> = {
  streams: CatalogStreams<State, Fact>
  streamId: string
  rule: (state: State) => Verdict<Fact, Answer, Reason>
  reply: ReplyTo<Answer>
  /** Names the command takes beside its idempotency key. */
  claims?: readonly Claim[]
  companions?: (metadata: Metadata) => readonly StreamAppend[]
  /** What it means that one of these names is taken. */
  refusedBy?: (claim: Pick<Claim, 'name'>) => Reason | undefined
}

/** Runs the command of `actor` under his Idempotency-Key, if he sent one. */
export type PerformCatalog = <State, Fact extends CatalogFact, Answer, Reason>(
  req: express.Request,
  actor: string,
  dialect: DialectOf<Reason>,
  translate: () => Promise<CatalogCommand<State, Fact, Answer, Reason>>,
) => Promise<Reply>

export const createPerformCatalog =
  (idempotency: Idempotency): PerformCatalog =>
  (req, actor, dialect, translate) =>
    idempotency.run(req, actor, async (keyClaim) => {
      const { streams, streamId, rule, reply, claims = [], companions, refusedBy } = await translate()
      const metadata = { actor, ...correlationOf(req) }
      const outcome = await streams.execute(streamId, rule, {
        metadata,
        claims: (answer, version) => [...claims, ...keyClaims(keyClaim, () => reply(answer, version))],
        companions: () => companions?.(metadata) ?? [],
        ...(refusedBy === undefined ? {} : { refusedBy }),
      })
      return tell(outcome, { req, dialect, reply })
    })
