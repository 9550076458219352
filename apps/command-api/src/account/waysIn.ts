import { actorOf, anyone, authenticate, Problem, parseInput, route, type TokenVerifier } from '@gavel/service-kit'
import express from 'express'
import { only } from '../http/only.ts'
import type { AccountLimits } from '../limits/accountLimits.ts'
import type { AccountDesk, SignedIn } from './accountDesk.ts'
import { passwordBody, signInBody, signUpBody } from './requests.ts'

export type WaysInOptions = { desk: AccountDesk; accountLimits: AccountLimits; verifier: TokenVerifier }

/** Where they are, and what differs by who comes. */
export type Entrance = {
  path: string
  /** Asked before anything is counted. */
  guards: readonly express.RequestHandler[]
  /** The body for somebody who has come in; may set headers. */
  answer(res: express.Response, signedIn: SignedIn): object
}

/** Sign-up, sign-in and a new password: what begins a session. */
export function waysIn(options: WaysInOptions, { path, guards, answer }: Entrance): express.Router {
  const { desk, accountLimits, verifier } = options
  const router = express.Router()

  router
    .route(`${path}/signup`)
    .post(
      ...guards,
      anyone(),
      accountLimits.signUp,
      route(async (req, res) => {
        const signedIn = await desk.signUp(parseInput(signUpBody, req.body))
        res.status(201).json(answer(res, signedIn))
      }),
    )
    .all(only('POST'))

  router
    .route(`${path}/signin`)
    .post(
      ...guards,
      anyone(),
      accountLimits.signIn,
      route(async (req, res) => {
        const { email, password } = parseInput(signInBody, req.body)
        const result = await desk.signIn(email, password)
        if (result.kind !== 'signed_in') throw new Problem('invalid_credentials')
        await accountLimits.signedIn(req)
        res.json(answer(res, result.signedIn))
      }),
    )
    .all(only('POST'))

  router
    .route(`${path}/password`)
    .post(
      ...guards,
      authenticate(verifier),
      accountLimits.password,
      route(async (req, res) => {
        const { currentPassword: current, newPassword: next } = parseInput(passwordBody, req.body)
        const signedIn = await desk.changePassword(actorOf(req).id, { current, next })
        res.json(answer(res, signedIn))
      }),
    )
    .all(only('POST'))

  return router
}
