import { z } from 'zod'

const publicKey = z
  .strictObject({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    kid: z.string().min(1),
    alg: z.enum(['EdDSA', 'Ed25519']).optional(),
    use: z.literal('sig').optional(),
  })
  .transform(({ kty, crv, x, kid }) => ({ kty, crv, x, kid, alg: 'EdDSA', use: 'sig' }))

const jwks = z.strictObject({ keys: z.array(publicKey).min(1) })

const message = 'must be a JSON Web Key Set of public Ed25519 keys, each with its kid'

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The text of a JWK set. A private key (a `d` member) is refused: services that verify have no use for one. */
export const jwksText = z.string().transform((text, context) => {
  const parsed = jwks.safeParse(parsedJson(text))
  if (parsed.success) return parsed.data
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})

const privateKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  d: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  kid: z.string().min(1),
})

/** The text of the private key that signs. */
export const signingKeyText = z.string().transform((text, context) => {
  const parsed = privateKey.safeParse(parsedJson(text))
  if (parsed.success) return parsed.data
  context.addIssue({ code: 'custom', message: 'must be a private Ed25519 key as a JWK, with its kid' })
  return z.NEVER
})
