import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'
import { ConfigError } from '../config/configError.ts'
import { Problem } from '../problem/problem.ts'
import type { Actor } from './actor.ts'
import { tokenType, type VerifiedToken, verifiedToken } from './claims.ts'
import { developmentJwks } from './developmentToken.ts'

export type TokenVerifier = {
  /** Who the access token speaks for. Rejects with Problem token_invalid (401). */
  verify(token: string): Promise<Actor>
}

const clockToleranceSec = 5
const tokenLengthMax = 4_096
/** Some 10 MB at the longest; 10 k people bidding at the same time are all remembered. */
const rememberedMax = 10_000

// The last letter of a key has two bits too many: four texts are the same key.
const bytesOf = (x = ''): string => Buffer.from(x, 'base64url').toString('hex')

const isDevelopmentKey = (key: { kid?: string; x?: string }): boolean =>
  developmentJwks.keys.some(({ kid, x }) => key.kid === kid || bytesOf(key.x) === bytesOf(x))

const invalid = (cause: unknown): Problem =>
  new Problem('token_invalid', {
    cause,
    headers: { 'WWW-Authenticate': 'Bearer realm="gavel", error="invalid_token"' },
  })

/**
 * Verifies access tokens (EdDSA only, typ at+jwt, issuer, audience, exp with 5 s of tolerance). A signature check costs
 * more than a bid, so verified tokens are remembered until they expire; the same token is checked once at a time.
 * `now` gives milliseconds since 1970 (the system's clock).
 * @throws ConfigError in production when the JWK set holds the development key, whose private half is public.
 */
export function createTokenVerifier(options: {
  jwks: JSONWebKeySet
  issuer: string
  audience: string
  production: boolean
  now?: () => number
}): TokenVerifier {
  const { jwks, issuer, audience, now = Date.now } = options
  if (options.production && jwks.keys.some(isDevelopmentKey))
    throw new ConfigError(['TOKEN_JWKS: holds the development key, which everybody can sign with'])

  const keys = createLocalJWKSet(jwks)
  const remembered = new LRUCache<string, VerifiedToken>({ max: rememberedMax })
  // Apart from the remembered ones: tokens that turn out to be bad must not push good ones out.
  const underway = new Map<string, Promise<Actor>>()

  const check = async (token: string): Promise<Actor> => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['EdDSA'],
        typ: tokenType,
        issuer,
        audience,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: clockToleranceSec,
        currentDate: new Date(now()),
      })
      const verified = verifiedToken(payload)
      remembered.set(token, verified)
      return verified.actor
    } catch (error) {
      throw invalid(error)
    } finally {
      underway.delete(token)
    }
  }

  return {
    async verify(token) {
      const known = remembered.get(token)
      if (known !== undefined) {
        if (now() < (known.expiresAtSec + clockToleranceSec) * 1_000) return known.actor
        remembered.delete(token)
      }
      if (token.length > tokenLengthMax) throw invalid(new Error(`longer than ${tokenLengthMax} characters`))
      const shared = underway.get(token)
      if (shared !== undefined) return shared
      const checking = check(token)
      underway.set(token, checking)
      return checking
    },
  }
}
