import { route } from '@gavel/service-kit'
import express from 'express'
import { contentSecurityPolicy } from '../plainPage/style.ts'
import { statusPage } from './page.ts'
import type { ServiceStatuses } from './services.ts'

/** GET /status for people, GET /status.json for machines; both answer 200 however the services are, since web itself is well. */
export function statusRoutes(statuses: () => Promise<ServiceStatuses>): express.Router {
  const router = express.Router()
  router.get(
    '/status',
    route(async (_req, res) => {
      res
        .setHeader('Content-Security-Policy', contentSecurityPolicy)
        .setHeader('Cache-Control', 'no-store')
        .type('html')
        .send(statusPage(await statuses()))
    }),
  )
  router.get(
    '/status.json',
    route(async (_req, res) => {
      const { checkedAt, services } = await statuses()
      const ready = services.every((service) => service.ready)
      res.setHeader('Cache-Control', 'no-store').json({ ready, checkedAt: checkedAt.toISOString(), services })
    }),
  )
  return router
}
