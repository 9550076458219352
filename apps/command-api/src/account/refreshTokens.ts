import { Problem, type SigningKey } from '@gavel/service-kit'
import { createLocalJWKSet, importJWK, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'

/** Of another type than access tokens, and for another audience: neither passes for the other. */
const tokenType = 'rt+jwt'
const tokenLengthMax = 4_096

const claims = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  gen: z.int().positive(),
  epoch: z.int().positive(),
})

/** `generation`: how often the session has been refreshed before, plus one. `epoch`: the account's when it began. */
export type RefreshClaims = { userId: string; sessionId: string; generation: number; epoch: number }

export type RefreshTokens = {
  sign(claims: RefreshClaims): Promise<string>
  /** @throws Problem token_invalid when it is forged, expired, or something else */
  read(token: string): Promise<RefreshClaims>
}

/** Refresh tokens are signed, so that a forged one is refused before anything is looked up. */
export function createRefreshTokens(options: {
  key: SigningKey
  jwks: JSONWebKeySet
  issuer: string
  lifeSec: number
  now: () => number
}): RefreshTokens {
  const { key, jwks, issuer, lifeSec, now } = options
  const imported = importJWK(key, 'EdDSA')
  const keys = createLocalJWKSet(jwks)

  return {
    async sign({ userId, sessionId, generation, epoch }) {
      const nowSec = Math.floor(now() / 1_000)
      return new SignJWT({ sid: sessionId, gen: generation, epoch })
        .setProtectedHeader({ alg: 'EdDSA', typ: tokenType, kid: key.kid })
        .setSubject(userId)
        .setIssuer(issuer)
        .setAudience(issuer)
        .setIssuedAt(nowSec)
        .setExpirationTime(nowSec + lifeSec)
        .sign(await imported)
    },
    async read(token) {
      try {
        if (token.length > tokenLengthMax) throw new Error(`longer than ${tokenLengthMax} characters`)
        const { payload } = await jwtVerify(token, keys, {
          algorithms: ['EdDSA'],
          typ: tokenType,
          issuer,
          audience: issuer,
          requiredClaims: ['exp', 'sub'],
          currentDate: new Date(now()),
        })
        const { sub, sid, gen, epoch } = claims.parse(payload)
        return { userId: sub, sessionId: sid, generation: gen, epoch }
      } catch (cause) {
        throw new Problem('token_invalid', { detail: 'This is no refresh token that is good here.', cause })
      }
    },
  }
}
