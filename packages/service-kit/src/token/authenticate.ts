import type express from 'express'
import '../http/requestState.ts'
import { Problem } from '../problem/problem.ts'
import type { Actor } from './actor.ts'
import { stating } from './rights.ts'
import type { TokenVerifier } from './verifier.ts'

const bearer = /^bearer +([^ ]+) *$/i

const missing = (): Problem => new Problem('token_missing', { headers: { 'WWW-Authenticate': 'Bearer realm="gavel"' } })

/** The bearer token; undefined without an Authorization header or with one of another scheme. */
const tokenIn = (req: express.Request): string | undefined => bearer.exec(req.headers.authorization ?? '')?.[1]

/** Lets nobody pass without a valid access token: 401 token_missing or token_invalid, with WWW-Authenticate. */
export function authenticate(verifier: TokenVerifier): express.RequestHandler {
  return stating('member', async (req, _res, next) => {
    await identify(verifier, req)
    next()
  })
}

/** Lets administrators pass alone: 401 as `authenticate`, 403 forbidden for everybody else. */
export function administrators(verifier: TokenVerifier): express.RequestHandler {
  return stating('administrator', async (req, _res, next) => {
    const actor = await identify(verifier, req)
    if (!actor.roles.includes('administrator')) throw new Problem('forbidden', { detail: 'For administrators alone.' })
    next()
  })
}

async function identify(verifier: TokenVerifier, req: express.Request): Promise<Actor> {
  const token = tokenIn(req)
  if (token === undefined) throw missing()
  const actor = await verifier.verify(token)
  req.gavelActor = actor
  return actor
}

/** Who is asking. @throws Problem token_missing when `authenticate` did not let them in. */
export function actorOf(req: express.Request): Actor {
  if (req.gavelActor === undefined) throw missing()
  return req.gavelActor
}

/** For routes that say more to somebody who is signed in. A bad token is refused all the same, not taken for none. */
export function optionalActor(verifier: TokenVerifier): express.RequestHandler {
  return stating('anyone', async (req, _res, next) => {
    const token = tokenIn(req)
    if (token !== undefined) req.gavelActor = await verifier.verify(token)
    next()
  })
}

export const optionalActorOf = (req: express.Request): Actor | undefined => req.gavelActor
