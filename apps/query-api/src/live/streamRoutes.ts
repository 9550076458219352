import { optionalActor, parseInput, route, type TokenVerifier } from '@gavel/service-kit'
import express from 'express'
import type { LotReader } from '../auction/lotReader.ts'
import { lotReference } from '../auction/lotReference.ts'
import { noQuery } from '../http/inputs.ts'
import { get } from '../http/methods.ts'
import type { LiveLots } from './liveLots.ts'
import { serveStream } from './serveStream.ts'
import type { Viewers } from './viewers.ts'

/** The version that a client says it has. What is no version was not given by us: he begins anew. */
function versionIn(header: string | undefined): number | undefined {
  return header !== undefined && /^[1-9]\d{0,9}$/.test(header) ? Number(header) : undefined
}

/** GET /v1/auctions/{id}/stream: Server-Sent Events, see sse.ts. The same bytes for all who watch a lot. */
export function streamRoutes(options: {
  reader: LotReader
  live: LiveLots
  viewers: Viewers
  verifier: TokenVerifier
}): express.Router {
  const { reader, live, viewers } = options
  const router = express.Router()
  get(
    router,
    '/v1/auctions/:id/stream',
    optionalActor(options.verifier),
    route(async (req, res) => {
      parseInput(noQuery, req.query)
      const { id } = await reader.lot(lotReference(req.params.id))
      const lastEventId = versionIn(req.get('last-event-id'))
      await serveStream(req, res, { viewers, join: (viewer) => live.watch(id, viewer, lastEventId) })
    }),
  )
  return router
}
