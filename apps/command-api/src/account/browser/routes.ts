import { anyone, Problem, parseInput, route } from '@gavel/service-kit'
import express from 'express'
import { emptyBody } from '../../http/emptyBody.ts'
import { only } from '../../http/only.ts'
import type { SignedIn } from '../accountDesk.ts'
import { accessFor } from '../answers.ts'
import { type WaysInOptions, waysIn } from '../waysIn.ts'
import { type SessionCookie, sessionPath } from './cookie.ts'
import { ownPage } from './ownPage.ts'

export type BrowserRoutesOptions = WaysInOptions & { sessionCookie: SessionCookie }

/**
 * `/v1/auth` for pages: the refresh token is in a cookie, and no script ever has it. A page that is just opened cannot
 * know whether it has a session, so to have none is an answer (204) and no error.
 */
export function browserRoutes(options: BrowserRoutesOptions): express.Router {
  const { desk, sessionCookie } = options
  const router = express.Router()

  function answer(res: express.Response, signedIn: SignedIn) {
    sessionCookie.set(res, signedIn.refreshToken)
    const { user, ...access } = accessFor(signedIn)
    return { user: { ...user, roles: signedIn.account.roles }, ...access }
  }

  router.use(waysIn(options, { path: sessionPath, guards: [ownPage], answer }))

  router
    .route(`${sessionPath}/refresh`)
    .post(
      ownPage,
      anyone(),
      route(async (req, res) => {
        parseInput(emptyBody, req.body)
        const refreshToken = sessionCookie.read(req)
        const signedIn = refreshToken === undefined ? undefined : await desk.refresh(refreshToken).catch(noneWhenOver)
        if (signedIn !== undefined) return void res.json(answer(res, signedIn))
        // Only the cookie that was sent: another tab may have been given one since.
        if (refreshToken !== undefined) sessionCookie.remove(res)
        res.status(204).end()
      }),
    )
    .all(only('POST'))

  router
    .route(`${sessionPath}/signout`)
    .post(
      ownPage,
      anyone(),
      route(async (req, res) => {
        parseInput(emptyBody, req.body)
        const refreshToken = sessionCookie.read(req)
        if (refreshToken !== undefined) {
          await desk.signOutBy(refreshToken).catch(noneWhenOver)
          sessionCookie.remove(res)
        }
        res.status(204).end()
      }),
    )
    .all(only('POST'))

  return router
}

/** Forged, expired, used up or ended: to a page they are all no session. Anything else may pass, and the cookie stays. */
function noneWhenOver(error: unknown): undefined {
  if (error instanceof Problem && (error.code === 'token_invalid' || error.code === 'session_ended')) return undefined
  throw error
}
