import { categoryCode } from '@gavel/event-contracts'
import { anyone, parseInput, route } from '@gavel/service-kit'
import express from 'express'
import { z } from 'zod'
import { bidsQuery } from '../auction/inputs.ts'
import type { PrismaClient } from '../generated/prisma/client.ts'
import { decodeCursor } from '../http/cursor.ts'
import { versionQuery } from '../http/inputs.ts'
import { get } from '../http/methods.ts'
import { pageOf } from '../me/page.ts'
import { createCategoryReader, noSuchCategory } from './categoryReader.ts'

export const categoriesQuery = bidsQuery.pick({ limit: true, cursor: true })
const place = z.strictObject({ code: categoryCode })

/** GET /v1/categories, in the order of codes, and one of them by its code. */
export function catalogRoutes(prisma: PrismaClient): express.Router {
  const router = express.Router()
  const categoryAt = createCategoryReader(prisma)

  get(
    router,
    '/v1/categories',
    anyone(),
    route(async (req, res) => {
      const { limit, cursor } = parseInput(categoriesQuery, req.query)
      const found = await prisma.category.findMany({
        select: { code: true, name: true },
        ...(cursor === undefined ? {} : { where: { code: { gt: decodeCursor(place, cursor).code } } }),
        orderBy: { code: 'asc' },
        take: limit + 1,
      })
      res.json(pageOf(found, limit, ({ code }) => ({ code })))
    }),
  )

  get(
    router,
    '/v1/categories/:code',
    anyone(),
    route(async (req, res) => {
      const { atLeast } = parseInput(versionQuery, req.query)
      const code = categoryCode.safeParse(req.params.code)
      if (!code.success) throw noSuchCategory()
      const found = await categoryAt(code.data, atLeast)
      res.setHeader('ETag', `"${found.version}"`)
      res.json(found)
    }),
  )

  return router
}
