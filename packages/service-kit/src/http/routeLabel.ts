import type express from 'express'
import { z } from 'zod'

const matchedRoute = z.object({ path: z.string() })
/** Of one route the same object comes with every request. */
const routeLabels = new WeakMap<object, string>()

/** The path as it was declared (`/v1/auctions/:id`): few of them, however many are asked for. */
export function routeLabel(req: express.Request): string {
  const matched: unknown = req.route
  if (typeof matched !== 'object' || matched === null) return 'unmatched'
  const known = routeLabels.get(matched)
  if (known !== undefined) return known
  const label = matchedRoute.safeParse(matched).data?.path ?? 'pattern'
  routeLabels.set(matched, label)
  return label
}
