import type { Actor } from './actor.ts'
import { createTokenSigner } from './signer.ts'

const publicKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: 'TwEmcSvjeNwSc-MH5jR5hLsTPF19p9KSuFrz8WrWBPE',
  kid: 'development',
  alg: 'EdDSA',
  use: 'sig',
} as const

// Not a secret: everybody has it, which is why createTokenVerifier refuses the pair in production.
export const developmentSigningKey = { ...publicKey, d: 'tvhYK5psglaDFlJNOFf8Ba9GIaMFElN3Q0NSwQwLpPQ' }

export const developmentJwks = { keys: [publicKey] }
export const developmentIssuer = 'urn:gavel:development'
export const developmentAudience = 'urn:gavel:api'

/** An access token for development and tests, good for `expiresInSec` (1 h); may be negative, to make an expired one. */
export async function signDevelopmentToken(
  actor: Actor,
  options: { expiresInSec?: number; issuer?: string; audience?: string } = {},
): Promise<string> {
  const { issuer = developmentIssuer, audience = developmentAudience, expiresInSec = 3_600 } = options
  const { sign } = createTokenSigner({ key: developmentSigningKey, issuer, audience, lifeSec: expiresInSec })
  return (await sign(actor)).token
}
