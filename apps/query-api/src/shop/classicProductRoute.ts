import { isTransient } from '@gavel/database'
import { anyone, ordersProblems, route, unavailableWhen } from '@gavel/service-kit'
import express from 'express'
import { get } from '../http/methods.ts'
import { loadProduct } from '../sql/loadProduct.ts'
import type { Queryable } from '../sql/queryable.ts'
import { productReference, unknownProduct } from './reference.ts'

/** `GET /products/{id}` of the older orders service: `{ productId, name, skus: [{ skuId, stock }] }`, ids are numbers. */
export function classicProductRoute(db: Queryable): express.Router {
  const router = express.Router()
  get(
    router,
    '/products/:id',
    anyone(),
    route(async (req, res) => {
      const product = await loadProduct(db, productReference(req.params.id))
      if (product === undefined) throw unknownProduct()
      const { productNumber: productId, name, skus } = product
      res.json({ productId, name, skus: skus.map(({ skuNumber: skuId, stock }) => ({ skuId, stock })) })
    }),
  )
  router.use('/products', unavailableWhen(isTransient), ordersProblems)
  return router
}
