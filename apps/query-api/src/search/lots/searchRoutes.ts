import { optionalActor, optionalActorOf, parseInput, route, type TokenVerifier } from '@gavel/service-kit'
import express from 'express'
import { lotFor } from '../../auction/lotFor.ts'
import { viewpointOf } from '../../auction/viewpoint.ts'
import { get } from '../../http/methods.ts'
import { continued, searchCursor } from './cursor.ts'
import { searchInput, searchQueryIn } from './inputs.ts'
import type { LotSearch } from './lotSearch.ts'

/** GET /v1/search/auctions: `{ items, nextCursor, total, facets }`, as whoever asks may see them. */
export function searchRoutes(options: { search: LotSearch; verifier: TokenVerifier }): express.Router {
  const router = express.Router()
  get(
    router,
    '/v1/search/auctions',
    optionalActor(options.verifier),
    route(async (req, res) => {
      const input = parseInput(searchInput, req.query)
      const query = continued(searchQueryIn(input), input.cursor)
      const { lots, total, facets, next } = await options.search.find(query)
      res.json({
        items: lots.map((lot) => lotFor(lot, viewpointOf(lot, optionalActorOf(req)))),
        nextCursor: searchCursor(query, next),
        total,
        facets,
      })
    }),
  )
  return router
}
