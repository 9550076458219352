import { actorOf, authenticate, parseInput, route, type TokenVerifier } from '@gavel/service-kit'
import express from 'express'
import { noQuery } from '../../http/inputs.ts'
import { get } from '../../http/methods.ts'
import { headOfStream } from '../../live/viewer.ts'
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
      if (req.method === 'HEAD') {
        headOfStream(res)
        return
      }
      const viewer = viewers.admit(res)
      const stay = await members.join(actorOf(req).id, viewer, req.get('last-event-id'))
      res.once('close', () => stay.leave())
      if (!viewer.isOpen()) stay.leave()
    }),
  )
  return router
}
