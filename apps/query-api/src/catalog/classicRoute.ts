import { anyone, classicProblems, route } from '@gavel/service-kit'
import express from 'express'
import type { PrismaClient } from '../generated/prisma/client.ts'
import { get } from '../http/methods.ts'

/** The older clients know no pages: far more than a house has categories, and an answer of a few hundred kilobytes. */
const categoriesMax = 10_000

const path = '/categories'

/** `GET /categories` of the older accounts service: `[{ c_code, c_name }]`, in the order of codes. */
export function classicCategoriesRoute(prisma: PrismaClient): express.Router {
  const router = express.Router()
  get(
    router,
    path,
    anyone(),
    route(async (_req, res) => {
      const found = await prisma.category.findMany({
        select: { code: true, name: true },
        orderBy: { code: 'asc' },
        take: categoriesMax,
      })
      res.json(found.map(({ code: c_code, name: c_name }) => ({ c_code, c_name })))
    }),
  )
  router.use(path, classicProblems)
  return router
}
