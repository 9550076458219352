import { generateKeyPairSync, randomBytes } from 'node:crypto'

// For a deployment's secrets: a pair of keys of its own, as the variables of command-api (both) and query-api (the second).
const kid = randomBytes(8).toString('hex')
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const named = (jwk: object): object => ({ ...jwk, kid })

console.log(`TOKEN_SIGNING_KEY='${JSON.stringify(named(privateKey.export({ format: 'jwk' })))}'`)
console.log(`TOKEN_JWKS='${JSON.stringify({ keys: [named(publicKey.export({ format: 'jwk' }))] })}'`)
