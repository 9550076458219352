import { categoryCode } from '@gavel/event-contracts'
import { actorOf, administrators, parseInput, route, type TokenVerifier } from '@gavel/service-kit'
import express from 'express'
import { only } from '../http/only.ts'
import { sendReply } from '../idempotency/reply.ts'
import type { CatalogHouse } from './catalogHouse.ts'
import type { Names } from './names.ts'
import type { PerformCatalog } from './perform.ts'
import { categoryProblems, noSuchCategory } from './problems.ts'
import { categoryBody, renameBody } from './requests.ts'
import { addCategory, type CategoryRefusal, renameCategory } from './rules/naming.ts'

export type CategoryRoutesOptions = {
  performCatalog: PerformCatalog
  catalog: Pick<CatalogHouse, 'categories'>
  categoryCodes: Names
  verifier: TokenVerifier
  newId: () => string
}

/** The `/v1` commands on categories, for administrators alone. */
export function categoryRoutes(options: CategoryRoutesOptions): express.Router {
  const { performCatalog, catalog, categoryCodes, verifier, newId } = options
  const router = express.Router()
  const byAdministrators = administrators(verifier)
  const actorIn = (req: express.Request) => `user:${actorOf(req).id}`

  router
    .route('/v1/categories')
    .post(
      byAdministrators,
      route(async (req, res) => {
        const { code, name } = parseInput(categoryBody, req.body)
        const id = newId()
        const reply = await performCatalog(req, actorIn(req), categoryProblems, async () => ({
          streams: catalog.categories,
          streamId: id,
          rule: (category) => addCategory(category, { code, name }),
          claims: [categoryCodes.claim(code)],
          refusedBy: codeTaken(categoryCodes),
          reply: (added, version) => ({
            status: 201,
            body: { id, ...added, version },
            headers: { Location: `/v1/categories/${code}` },
          }),
        }))
        sendReply(res, reply)
      }),
    )
    .all(only('GET', 'HEAD', 'POST'))

  router
    .route('/v1/categories/:code')
    .patch(
      byAdministrators,
      route(async (req, res) => {
        const { name } = parseInput(renameBody, req.body)
        const id = await categoryOf(req)
        const reply = await performCatalog(req, actorIn(req), categoryProblems, async () => ({
          streams: catalog.categories,
          streamId: id,
          rule: (category) => renameCategory(category, name),
          reply: (renamed, version) => ({ status: 200, body: { id, ...renamed, version } }),
        }))
        sendReply(res, reply)
      }),
    )
    .all(only('GET', 'HEAD', 'PATCH'))

  return router

  async function categoryOf(req: express.Request): Promise<string> {
    const code = categoryCode.safeParse(req.params.code)
    const id = code.success ? await categoryCodes.resolve(code.data) : undefined
    if (id === undefined) throw noSuchCategory()
    return id
  }
}

export const codeTaken =
  (codes: Names) =>
  (claim: { name: string }): CategoryRefusal | undefined =>
    codes.isOneOfThem(claim) ? { code: 'category_exists' } : undefined
