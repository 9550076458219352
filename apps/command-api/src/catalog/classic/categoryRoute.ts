import {
  administrators,
  optionalActor,
  optionalActorOf,
  parseInput,
  route,
  type TokenVerifier,
} from '@gavel/service-kit'
import express from 'express'
import { only } from '../../http/only.ts'
import { sendReply } from '../../idempotency/reply.ts'
import type { CatalogHouse } from '../catalogHouse.ts'
import { codeTaken } from '../categoryRoutes.ts'
import type { Names } from '../names.ts'
import type { PerformCatalog } from '../perform.ts'
import { classicCategoryProblems } from '../problems.ts'
import { classicCategoryBody } from '../requests.ts'
import { addCategory } from '../rules/naming.ts'

export type ClassicCategoryOptions = {
  performCatalog: PerformCatalog
  catalog: Pick<CatalogHouse, 'categories'>
  categoryCodes: Names
  verifier: TokenVerifier
  newId: () => string
  /** CLASSIC_OPEN_BIDDING: anybody adds categories, as in the older service; else administrators alone. */
  openBidding: boolean
}

export const classicCategoryPath = '/category'

/** `POST /category {c_code, c_name}` of the older accounts service. */
export function classicCategoryRoute(options: ClassicCategoryOptions): express.Router {
  const { performCatalog, catalog, categoryCodes, verifier, newId, openBidding } = options
  const router = express.Router()

  router
    .route(classicCategoryPath)
    .post(
      openBidding ? optionalActor(verifier) : administrators(verifier),
      route(async (req, res) => {
        const { sent, c_code: code, c_name: name } = parseInput(classicCategoryBody, req.body)
        const actor = optionalActorOf(req)
        const actorName = actor === undefined ? 'service:classic' : `user:${actor.id}`
        const reply = await performCatalog(req, actorName, classicCategoryProblems, async () => ({
          streams: catalog.categories,
          streamId: newId(),
          rule: (category) => addCategory(category, { code, name }),
          claims: [categoryCodes.claim(code)],
          refusedBy: codeTaken(categoryCodes),
          reply: () => ({ status: 201, body: { c_code: sent, c_name: name } }),
        }))
        sendReply(res, reply)
      }),
    )
    .all(only('POST'))

  return router
}
