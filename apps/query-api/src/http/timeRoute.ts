import { anyone, parseInput, route } from '@gavel/service-kit'
import express from 'express'
import { noQuery } from './inputs.ts'
import { get } from './methods.ts'

/** GET /v1/time: `{ now }`, for countdowns that do not trust the clock they run on. `now`: ms since 1970. */
export function timeRoute(now: () => number): express.Router {
  const router = express.Router()
  get(
    router,
    '/v1/time',
    anyone(),
    route((req, res) => {
      parseInput(noQuery, req.query)
      res.setHeader('Cache-Control', 'no-store')
      res.json({ now: new Date(now()).toISOString() })
    }),
  )
  return router
}
