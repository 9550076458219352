import { importJWK, SignJWT } from 'jose'
import type { Actor } from './actor.ts'
import { claimsOf, tokenType } from './claims.ts'

/** A private Ed25519 key as a JWK; its `kid` names the public half in the set that verifies. */
export type SigningKey = { kty: string; crv: string; x: string; d: string; kid: string }

export type TokenSigner = {
  /** `expiresAtMs`: since 1970, whole seconds. */
  sign(actor: Actor): Promise<{ token: string; expiresAtMs: number }>
}

/** Signs access tokens (EdDSA, typ at+jwt) as createTokenVerifier takes them, good for `lifeSec`. */
export function createTokenSigner(options: {
  key: SigningKey
  issuer: string
  audience: string
  lifeSec: number
  now?: () => number
}): TokenSigner {
  const { key, issuer, audience, lifeSec, now = Date.now } = options
  const imported = importJWK(key, 'EdDSA')
  return {
    async sign(actor) {
      const nowSec = Math.floor(now() / 1_000)
      const expiresAtSec = nowSec + lifeSec
      const token = await new SignJWT(claimsOf(actor))
        .setProtectedHeader({ alg: 'EdDSA', typ: tokenType, kid: key.kid })
        .setSubject(actor.id)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(nowSec)
        .setExpirationTime(expiresAtSec)
        .sign(await imported)
      return { token, expiresAtMs: expiresAtSec * 1_000 }
    },
  }
}
