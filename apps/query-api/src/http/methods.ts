import { Problem } from '@gavel/service-kit'
import type express from 'express'

type GetHandlers = readonly express.RequestHandler[]

/** Offers GET (and HEAD) at a path; every other method is answered 405 with Allow. */
export function get(router: express.Router, path: string, ...handlers: GetHandlers): void {
  router.get(path, ...handlers)
  router.all(path, () => {
    throw new Problem('method_not_allowed', { headers: { Allow: 'GET, HEAD' } })
  })
}
