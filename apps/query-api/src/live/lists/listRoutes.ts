import { uuid } from '@gavel/event-contracts'
import { optionalActor, parseInput, route, type TokenVerifier } from '@gavel/service-kit'
import express from 'express'
import { z } from 'zod'
import { get } from '../../http/methods.ts'
import { serveStream } from '../serveStream.ts'
import type { Viewers } from '../viewers.ts'
import type { LiveLists } from './liveLists.ts'

const idsMax = 100

export const lotsQuery = z.strictObject({
  ids: z
    .string()
    .max(idsMax * 37)
    .transform((text) => text.toLowerCase().split(','))
    .pipe(z.array(uuid).max(idsMax)),
})

/** GET /v1/auctions/stream?ids=: Server-Sent Events of the lots in a list, the same for all who look at it. */
export function listRoutes(options: { lists: LiveLists; viewers: Viewers; verifier: TokenVerifier }): express.Router {
  const { lists, viewers } = options
  const router = express.Router()
  get(
    router,
    '/v1/auctions/stream',
    optionalActor(options.verifier),
    route(async (req, res) => {
      const { ids } = parseInput(lotsQuery, req.query)
      await serveStream(req, res, { viewers, join: (viewer) => lists.watch(ids, viewer) })
    }),
  )
  return router
}
