import { amountMax, categoryCode, type LotView } from '@gavel/event-contracts'
import { anyone, classicProblems, parseInput, route } from '@gavel/service-kit'
import { writtenAs } from '@gavel/service-kit/openapi'
import express from 'express'
import { z } from 'zod'
import { itemSummary } from '../../auction/classicItem.ts'
import { get } from '../../http/methods.ts'
import type { SearchQuery } from './searchQuery.ts'

const path = '/auction/items/search'

/** Those clients know no pages of a search. */
const itemsMax = 100

const price = z
  .string()
  // Aborts, so that bounds are compared only when both are numbers.
  .regex(/^[0-9]{1,16}$/, { message: 'must be a whole number', abort: true })
  .transform(Number)
  .refine((value) => value <= amountMax, `must be at most ${amountMax}`)
  .optional()

/** `pattern` says it to clients. */
const maybeEmpty = <Schema extends z.ZodType>(schema: Schema, pattern: RegExp) =>
  writtenAs(
    z.preprocess((value) => (value === '' ? undefined : value), schema),
    z.string().regex(pattern).optional(),
  )

// They may add what they like, and leave a field of the form empty.
export const itemsSearched = z
  .object({
    c_code: maybeEmpty(categoryCode.optional(), /^([A-Za-z0-9][A-Za-z0-9._-]{0,63})?$/),
    minPrice: maybeEmpty(price, /^[0-9]{0,16}$/),
    maxPrice: maybeEmpty(price, /^[0-9]{0,16}$/),
  })
  .refine(({ minPrice = 0, maxPrice = amountMax }) => minPrice <= maxPrice, {
    path: ['minPrice'],
    message: 'must not be above maxPrice',
  })

/** `GET /auction/items/search?c_code=&minPrice=&maxPrice=` of the older accounts service: the newest first. */
export function classicSearchRoute(options: {
  find(query: SearchQuery): Promise<{ lots: readonly LotView[] }>
}): express.Router {
  const router = express.Router()
  get(
    router,
    path,
    anyone(),
    route(async (req, res) => {
      const { c_code, minPrice, maxPrice } = parseInput(itemsSearched, req.query)
      const { lots } = await options.find({
        text: null,
        category: c_code ?? null,
        status: null,
        currency: null,
        seller: null,
        minPrice: minPrice ?? null,
        maxPrice: maxPrice ?? null,
        endingBefore: null,
        sort: 'newest',
        limit: itemsMax,
        after: null,
      })
      res.json({ items: lots.map(itemSummary) })
    }),
  )
  router.use(path, classicProblems)
  return router
}
