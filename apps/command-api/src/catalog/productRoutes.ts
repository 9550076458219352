import type { Claim } from '@gavel/event-store'
import { actorOf, administrators, parseInput, route, type TokenVerifier } from '@gavel/service-kit'
import express from 'express'
import { only } from '../http/only.ts'
import { sendReply } from '../idempotency/reply.ts'
import type { NumberRegister } from '../numberRegister.ts'
import { accept, refuse } from '../rules/verdict.ts'
import type { CatalogHouse } from './catalogHouse.ts'
import { type Names, skuCodeOf } from './names.ts'
import type { PerformCatalog } from './perform.ts'
import { noSuch, type ProductRefusal, productProblems } from './problems.ts'
import { productBody, renameProductBody, reviseSkuBody, type SkuBody, skuBody } from './requests.ts'
import { addProduct, renameProduct } from './rules/product.ts'
import { addSku, reviseSku } from './rules/shelving.ts'
import type { ListedSku } from './rules/sku.ts'

export type ProductRoutesOptions = {
  performCatalog: PerformCatalog
  catalog: Pick<CatalogHouse, 'products' | 'skus'>
  productRegister: NumberRegister
  skuRegister: NumberRegister
  skuCodes: Names
  verifier: TokenVerifier
  newId: () => string
}

/** The `/v1` commands on products and their SKUs, for administrators alone. */
export function productRoutes(options: ProductRoutesOptions): express.Router {
  const { performCatalog, catalog, productRegister, skuRegister, skuCodes, verifier, newId } = options
  const router = express.Router()
  const byAdministrators = administrators(verifier)
  const actorIn = (req: express.Request) => `user:${actorOf(req).id}`
  const codeTaken = ({ name }: { name: string }): ProductRefusal | undefined =>
    skuCodes.isOneOfThem({ name }) ? { code: 'sku_exists', skuCode: name.slice(name.lastIndexOf(':') + 1) } : undefined

  router
    .route('/v1/products')
    .post(
      byAdministrators,
      route(async (req, res) => {
        const { name, skus: wanted } = parseInput(productBody, req.body)
        const reply = await performCatalog(req, actorIn(req), productProblems, async () => {
          const id = newId()
          const productNumber = await productRegister.next()
          const skus = await newSkus(id, wanted)
          return {
            streams: catalog.products,
            streamId: id,
            rule: (product) => addProduct(product, { productNumber, name }, skus.length),
            claims: [productRegister.claim(productNumber), ...skus.flatMap(claimsOf)],
            // A product is never there without its SKUs.
            companions: (metadata) =>
              skus.map(({ id: skuId, listed }) =>
                catalog.skus.begun(skuId, [{ type: 'sku.added', data: listed }], metadata),
              ),
            reply: (_added, version) => ({
              status: 201,
              body: { id, productNumber, name, version, skus: skus.map((sku) => shown(sku.id, sku.listed, 1)) },
              headers: { Location: `/v1/products/${id}` },
            }),
          }
        })
        sendReply(res, reply)
      }),
    )
    .all(only('GET', 'HEAD', 'POST'))

  router
    .route('/v1/products/:id')
    .patch(
      byAdministrators,
      route(async (req, res) => {
        const { name } = parseInput(renameProductBody, req.body)
        const reply = await performCatalog(req, actorIn(req), productProblems, async () => {
          const id = await productIn(req)
          return {
            streams: catalog.products,
            streamId: id,
            rule: (product) => renameProduct(product, name),
            reply: (renamed, version) => ({ status: 200, body: { id, ...renamed, version } }),
          }
        })
        sendReply(res, reply)
      }),
    )
    .all(only('GET', 'HEAD', 'PATCH'))

  router
    .route('/v1/products/:id/skus')
    .post(
      byAdministrators,
      route(async (req, res) => {
        const wanted = parseInput(skuBody, req.body)
        const reply = await performCatalog(req, actorIn(req), productProblems, async () => {
          const productId = await productIn(req)
          const isThere = await catalog.products.execute(productId, (product) => accept([], product !== null), {
            metadata: { actor: 'service:command-api', correlationId: productId },
          })
          if (isThere.kind === 'accepted' && !isThere.answer) throw noSuch('product')
          if (isThere.kind !== 'accepted') throw productProblems.retryLater(0)
          const [sku] = await newSkus(productId, [wanted])
          if (sku === undefined) throw new Error('one for each that is wanted')
          return {
            streams: catalog.skus,
            streamId: sku.id,
            rule: (none) => addSku(none, sku.listed),
            claims: claimsOf(sku),
            refusedBy: codeTaken,
            reply: (added, version) => ({
              status: 201,
              body: shown(sku.id, added, version),
              headers: { Location: `/v1/products/${productId}/skus/${sku.id}` },
            }),
          }
        })
        sendReply(res, reply)
      }),
    )
    .all(only('GET', 'HEAD', 'POST'))

  router
    .route('/v1/products/:id/skus/:skuId')
    .patch(
      byAdministrators,
      route(async (req, res) => {
        const { price, stockChange } = parseInput(reviseSkuBody, req.body)
        const changes = {
          ...(price === undefined ? {} : { price }),
          ...(stockChange === undefined ? {} : { stockChange }),
        }
        const reply = await performCatalog(req, actorIn(req), productProblems, async () => {
          const productId = await productIn(req)
          const skuId = await skuRegister.resolve(String(req.params.skuId))
          if (skuId === undefined) throw noSuch('SKU')
          return {
            streams: catalog.skus,
            streamId: skuId,
            rule: (sku) =>
              sku?.productId === productId ? reviseSku(sku, changes) : refuse({ code: 'not_found', what: 'SKU' }),
            reply: (revised, version) => ({ status: 200, body: shown(skuId, revised, version) }),
          }
        })
        sendReply(res, reply)
      }),
    )
    .all(only('GET', 'HEAD', 'PATCH'))

  return router

  async function productIn(req: express.Request): Promise<string> {
    const id = await productRegister.resolve(String(req.params.id))
    if (id === undefined) throw noSuch('product')
    return id
  }

  type NewSku = { id: string; listed: ListedSku }

  /** Numbered in the order in which they are wanted: so they are read again. */
  async function newSkus(productId: string, wanted: readonly SkuBody[]): Promise<readonly NewSku[]> {
    const numbers = await skuRegister.nextOnes(wanted.length)
    return numbers.flatMap((skuNumber, index) => {
      const sku = wanted[index]
      return sku === undefined ? [] : [{ id: newId(), listed: { skuNumber, productId, ...sku } }]
    })
  }

  function claimsOf({ id: streamId, listed: { skuNumber, productId, code } }: NewSku): readonly Claim[] {
    const names = [skuRegister.claim(skuNumber), skuCodes.claim(skuCodeOf(productId, code))]
    return names.map((claim) => ({ ...claim, streamId }))
  }
}

const shown = (id: string, { skuNumber, code, price, currency, stock }: ListedSku, version: number) => ({
  id,
  skuNumber,
  code,
  price,
  currency,
  stock,
  version,
})
