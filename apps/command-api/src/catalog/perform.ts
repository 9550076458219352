import type { Claim } from '@gavel/event-store'
import { correlationOf } from '@gavel/service-kit'
import type express from 'express'
import type { Idempotency } from '../idempotency/idempotency.ts'
import type { Reply } from '../idempotency/reply.ts'
import { type DialectOf, keyClaims, type ReplyTo, tell } from '../idempotency/tell.ts'
import type { CatalogHouse, CategoryAnswer } from './catalogHouse.ts'
import type { Category } from './rules/category.ts'
import type { CategoryRefusal, CategoryVerdict } from './rules/naming.ts'

/** A request translated: which category, by which rule, and how it is told what the category is then. */
export type CategoryCommand = {
  categoryId: string
  rule: (category: Category) => CategoryVerdict
  reply: ReplyTo<CategoryAnswer>
  /** Names the command takes beside its idempotency key. */
  claims?: readonly Claim[]
}

export type CategoryDialect = DialectOf<CategoryRefusal>

/** Runs the command of `actor` under his Idempotency-Key, if he sent one. */
export type PerformCategory = (
  req: express.Request,
  actor: string,
  dialect: CategoryDialect,
  command: CategoryCommand,
) => Promise<Reply>

export const createPerformCategory =
  (catalog: Pick<CatalogHouse, 'execute'>, idempotency: Idempotency): PerformCategory =>
  (req, actor, dialect, { categoryId, rule, reply, claims = [] }) =>
    idempotency.run(req, actor, async (keyClaim) => {
      const outcome = await catalog.execute(categoryId, rule, {
        metadata: { actor, ...correlationOf(req) },
        claims: (answer, version) => [...claims, ...keyClaims(keyClaim, () => reply(answer, version))],
      })
      return tell(outcome, { req, dialect, reply })
    })
