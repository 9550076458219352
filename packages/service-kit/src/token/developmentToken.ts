import { importJWK, SignJWT } from 'jose'
import type { Actor } from './actor.ts'
import { claimsOf, tokenType } from './claims.ts'

const publicKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: 'TwEmcSvjeNwSc-MH5jR5hLsTPF19p9KSuFrz8WrWBPE',
  kid: 'development',
  alg: 'EdDSA',
  use: 'sig',
} as const

// Not a secret: everybody has it, which is why createTokenVerifier refuses the pair in production.
const privateKey = { ...publicKey, d: 'tvhYK5psglaDFlJNOFf8Ba9GIaMFElN3Q0NSwQwLpPQ' }

export const developmentJwks = { keys: [publicKey] }
export const developmentIssuer = 'urn:gavel:development'
export const developmentAudience = 'urn:gavel:api'

/** An access token for development and tests, good for `expiresInSec` (1 h); may be negative, to make an expired one. */
export async function signDevelopmentToken(
  actor: Actor,
  options: { expiresInSec?: number; issuer?: string; audience?: string } = {},
): Promise<string> {
  const nowSec = Math.floor(Date.now() / 1_000)
  return new SignJWT(claimsOf(actor))
    .setProtectedHeader({ alg: 'EdDSA', typ: tokenType, kid: publicKey.kid })
    .setSubject(actor.id)
    .setIssuer(options.issuer ?? developmentIssuer)
    .setAudience(options.audience ?? developmentAudience)
    .setIssuedAt(nowSec)
    .setExpirationTime(nowSec + (options.expiresInSec ?? 3_600))
    .sign(await importJWK(privateKey, 'EdDSA'))
}
