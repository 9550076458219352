import { anyone, parseInput, route } from '@gavel/service-kit'
import express from 'express'
import { decodeCursor } from '../http/cursor.ts'
import { noQuery, versionQuery } from '../http/inputs.ts'
import { get } from '../http/methods.ts'
import { createVersionedRead } from '../http/versionedRead.ts'
import { madePlace, pageQuery } from '../me/inputs.ts'
import { pageOf } from '../me/page.ts'
import { loadProduct } from '../sql/loadProduct.ts'
import { loadSku } from '../sql/loadSku.ts'
import { newestOfAll } from '../sql/madePlace.ts'
import { newestProducts } from '../sql/newestProducts.ts'
import type { Queryable } from '../sql/queryable.ts'
import { productEtag } from './productEtag.ts'
import { productReference, skuReference, unknownProduct, unknownSku } from './reference.ts'

/** Administrators alone have a version to wait for. */
const waitersMax = 100

/** GET /v1/products and what is below one of them. `{id}` and `{skuId}` are UUIDs or numbers. */
export function productRoutes(db: Queryable): express.Router {
  const router = express.Router()
  const read = createVersionedRead({ waitersMax })

  get(
    router,
    '/v1/products',
    anyone(),
    route(async (req, res) => {
      const { limit, cursor } = parseInput(pageQuery, req.query)
      const before = cursor === undefined ? newestOfAll : decodeCursor(madePlace, cursor)
      const found = await newestProducts(db, { before, limit: limit + 1 })
      res.json(pageOf(found, limit, ({ createdAt: at, id }) => ({ at, id })))
    }),
  )

  get(
    router,
    '/v1/products/:id',
    anyone(),
    route(async (req, res) => {
      const { atLeast } = parseInput(versionQuery, req.query)
      const reference = productReference(req.params.id)
      const product = await read(() => loadProduct(db, reference), { atLeast, unknown: unknownProduct })
      res.setHeader('ETag', productEtag(product))
      res.json(product)
    }),
  )

  get(
    router,
    '/v1/products/:id/skus',
    anyone(),
    route(async (req, res) => {
      parseInput(noQuery, req.query)
      const product = await loadProduct(db, productReference(req.params.id))
      if (product === undefined) throw unknownProduct()
      res.setHeader('ETag', productEtag(product))
      res.json({ items: product.skus })
    }),
  )

  get(
    router,
    '/v1/products/:id/skus/:skuId',
    anyone(),
    route(async (req, res) => {
      const { atLeast } = parseInput(versionQuery, req.query)
      const place = { product: productReference(req.params.id), sku: skuReference(req.params.skuId) }
      const sku = await read(() => loadSku(db, place), { atLeast, unknown: unknownSku })
      res.setHeader('ETag', `"${sku.version}"`)
      res.json(sku)
    }),
  )

  return router
}
