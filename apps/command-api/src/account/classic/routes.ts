import { actorOf, anyone, authenticate, Problem, parseInput, route, type TokenVerifier } from '@gavel/service-kit'
import express from 'express'
import { ClassicError } from '../../http/classicError.ts'
import { only } from '../../http/only.ts'
import type { AccountLimits } from '../../limits/accountLimits.ts'
import type { AccountDesk, SignedIn } from '../accountDesk.ts'
import { noStore } from '../noStore.ts'
import { classicSignInBody, classicSignUpBody } from '../requests.ts'

export type ClassicAccountOptions = { desk: AccountDesk; accountLimits: AccountLimits; verifier: TokenVerifier }

export const classicAccountPaths = ['/auth', '/user']

/** Sign-up, sign-in, refresh and `/user/me` as the older accounts service had them, with the statuses of its diagrams. */
export function classicAccountRoutes({ desk, accountLimits, verifier }: ClassicAccountOptions): express.Router {
  const router = express.Router()
  router.use(classicAccountPaths, noStore)

  router
    .route(['/auth/signup', '/user/signup'])
    .post(
      anyone(),
      accountLimits.signUp,
      route(async (req, res) => {
        res.status(201).json(tokensOf(await desk.signUp(parseInput(classicSignUpBody, req.body))))
      }),
    )
    .all(only('POST'))

  router
    .route(['/auth/signin', '/user/signin'])
    .post(
      anyone(),
      accountLimits.signIn,
      route(async (req, res) => {
        const { email, password } = parseInput(classicSignInBody, req.body)
        const result = await desk.signIn(email, password)
        switch (result.kind) {
          case 'signed_in':
            await accountLimits.signedIn(req)
            return void res.status(201).json(tokensOf(result.signedIn))
          case 'unknown_address':
            throw new ClassicError(404, 'USER_NOT_FOUND', 'User not found')
          case 'wrong_password':
            throw new ClassicError(401, 'INVALID_PASSWORD', 'Invalid password')
          default:
            return result satisfies never
        }
      }),
    )
    .all(only('POST'))

  router
    .route('/auth/refresh')
    // Express would let HEAD be a GET, which uses the token up and gives nothing for it.
    .head(anyone(), only('GET'))
    .get(
      anyone(),
      route(async (req, res) => {
        const token = /^bearer +([^ ]+) *$/i.exec(req.get('Authorization') ?? '')?.[1]
        if (token === undefined) throw new ClassicError(401, 'TOKEN_MISSING', 'Token is missing')
        res.json(tokensOf(await desk.refresh(token).catch(retold)))
      }),
    )
    .all(only('GET'))

  router
    .route('/user/me')
    .get(
      authenticate(verifier),
      route(async (req, res) => {
        const account = await desk.account(actorOf(req).id)
        if (account === undefined) throw new Problem('not_found', { detail: 'There is no such account.' })
        const { paddleNumber: id, username, email, roles } = account
        res.json({ id, username, email, roles })
      }),
    )
    .all(only('GET', 'HEAD'))

  return router
}

const tokensOf = ({ accessToken, refreshToken }: SignedIn) => ({ atk: accessToken, rtk: refreshToken })

function retold(error: unknown): never {
  if (error instanceof Problem && error.code === 'session_ended') {
    throw new ClassicError(403, 'SHOULD_LOGIN_AGAIN', 'Should login again')
  }
  if (error instanceof Problem && error.code === 'token_invalid') {
    throw new ClassicError(400, 'TOKEN_INVALID', 'Token is invalid')
  }
  throw error
}
