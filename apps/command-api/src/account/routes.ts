import { anyone, optionalActor, optionalActorOf, Problem, parseInput, route } from '@gavel/service-kit'
import express from 'express'
import { only } from '../http/only.ts'
import { sessionFor } from './answers.ts'
import { type BrowserRoutesOptions, browserRoutes } from './browser/routes.ts'
import { noStore } from './noStore.ts'
import { refreshBody, signOutBody } from './requests.ts'
import { waysIn } from './waysIn.ts'

export type AccountRoutesOptions = BrowserRoutesOptions

/**
 * The `/v1` routes of accounts. Their answers hold secrets: nothing may keep them, which is why an Idempotency-Key means
 * nothing here.
 */
export function accountRoutes(options: AccountRoutesOptions): express.Router {
  const { desk, verifier } = options
  const router = express.Router()
  router.use('/v1/auth', noStore)
  router.use(
    waysIn(options, { path: '/v1/auth', guards: [], answer: (_res, signedIn) => sessionFor(signedIn) }),
    browserRoutes(options),
  )

  router
    .route('/v1/auth/refresh')
    .post(
      anyone(),
      route(async (req, res) => {
        const { refreshToken } = parseInput(refreshBody, req.body)
        res.json(sessionFor(await desk.refresh(refreshToken)))
      }),
    )
    .all(only('POST'))

  router
    .route('/v1/auth/signout')
    .post(
      optionalActor(verifier),
      route(async (req, res) => {
        const { refreshToken } = parseInput(signOutBody, req.body) ?? {}
        const actor = optionalActorOf(req)
        if (refreshToken !== undefined) await desk.signOutBy(refreshToken)
        else if (actor !== undefined) await desk.signOut(actor.id)
        else {
          const message = 'is needed, where no access token is sent'
          throw new Problem('invalid_input', { extra: { errors: [{ path: 'refreshToken', message }] } })
        }
        res.status(204).end()
      }),
    )
    .all(only('POST'))

  return router
}
