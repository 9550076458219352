import { anyone, route } from '@gavel/service-kit'
import express from 'express'
import type { JSONWebKeySet } from 'jose'
import { only } from '../http/only.ts'

/** A key that is to sign is in the set for longer than this before it does. */
const keptSec = 3_600

/** The public keys of access tokens, for whoever else takes them. */
export function jwksRoute(jwks: JSONWebKeySet): express.Router {
  const router = express.Router()
  router
    .route('/.well-known/jwks.json')
    .get(
      anyone(),
      route(async (_req, res) => {
        res.setHeader('Cache-Control', `public, max-age=${keptSec}`)
        res.json(jwks)
      }),
    )
    .all(only('GET', 'HEAD'))
  return router
}
