import {
  actorOf,
  anyone,
  authenticate,
  optionalActor,
  optionalActorOf,
  Problem,
  parseInput,
  route,
  type TokenVerifier,
} from '@gavel/service-kit'
import express from 'express'
import { only } from '../http/only.ts'
import type { AccountLimits } from '../limits/accountLimits.ts'
import type { AccountDesk, SignedIn } from './accountDesk.ts'
import { noStore } from './noStore.ts'
import { passwordBody, refreshBody, signInBody, signOutBody, signUpBody } from './requests.ts'

export type AccountRoutesOptions = { desk: AccountDesk; accountLimits: AccountLimits; verifier: TokenVerifier }

/**
 * The `/v1` routes of accounts. Their answers hold secrets: nothing may keep them, which is why an Idempotency-Key means
 * nothing here.
 */
export function accountRoutes({ desk, accountLimits, verifier }: AccountRoutesOptions): express.Router {
  const router = express.Router()
  router.use('/v1/auth', noStore)

  router
    .route('/v1/auth/signup')
    .post(
      anyone(),
      accountLimits.signUp,
      route(async (req, res) => {
        res.status(201).json(sessionFor(await desk.signUp(parseInput(signUpBody, req.body))))
      }),
    )
    .all(only('POST'))

  router
    .route('/v1/auth/signin')
    .post(
      anyone(),
      accountLimits.signIn,
      route(async (req, res) => {
        const { email, password } = parseInput(signInBody, req.body)
        const result = await desk.signIn(email, password)
        if (result.kind !== 'signed_in') throw new Problem('invalid_credentials')
        await accountLimits.signedIn(req)
        res.json(sessionFor(result.signedIn))
      }),
    )
    .all(only('POST'))

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

  router
    .route('/v1/auth/password')
    .post(
      authenticate(verifier),
      accountLimits.password,
      route(async (req, res) => {
        const { currentPassword: current, newPassword: next } = parseInput(passwordBody, req.body)
        res.json(sessionFor(await desk.changePassword(actorOf(req).id, { current, next })))
      }),
    )
    .all(only('POST'))

  return router
}

const sessionFor = ({ account, accessToken, accessTokenExpiresAt, refreshToken }: SignedIn) => ({
  user: { id: account.id, username: account.username, paddleNumber: account.paddleNumber },
  accessToken,
  accessTokenExpiresAt,
  refreshToken,
})
