import { actorOf, authenticate, parseInput, route, type TokenVerifier } from '@gavel/service-kit'
import express from 'express'
import { noQuery } from '../../http/inputs.ts'
import { get } from '../../http/methods.ts'
import { serveStream } from '../../live/serveStream.ts'
import type { Viewers } from '../../live/viewers.ts'
import type { MemberStreams } from './memberStreams.ts'

/** GET /v1/me/stream: Server-Sent Events of whoever is signed in. */
export function memberStreamRoute(options: {
  members: MemberStreams
  viewers: Viewers
  verifier: TokenVerifier
}): express.Router {
  const { members, viewers } = options
  const router = express.Router()
  get(
    router,
    '/v1/me/stream',
    authenticate(options.verifier),
    route(async (req, res) => {
      parseInput(noQuery, req.query)
      const { id } = actorOf(req)
      await serveStream(req, res, { viewers, join: (viewer) => members.join(id, viewer, req.get('last-event-id')) })
    }),
  )
  return router
}
