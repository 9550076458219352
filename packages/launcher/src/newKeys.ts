import { generateKeyPairSync, randomBytes } from 'node:crypto'

/** A new pair of keys as the variables of command-api (both) and query-api (the second). */
export function newKeys(): { TOKEN_SIGNING_KEY: string; TOKEN_JWKS: string } {
  const kid = randomBytes(8).toString('hex')
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const named = (jwk: object): object => ({ ...jwk, kid })
  return {
    TOKEN_SIGNING_KEY: JSON.stringify(named(privateKey.export({ format: 'jwk' }))),
    TOKEN_JWKS: JSON.stringify({ keys: [named(publicKey.export({ format: 'jwk' }))] }),
  }
}
