import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ConfigError, developmentSigningKey, loadConfig } from '@gavel/service-kit'
import { describe, expect, it } from '@jest/globals'
import { exportJWK, generateKeyPair } from 'jose'
import { checkSettings, configSchema } from '../src/config.ts'

const directory = resolve(import.meta.dirname, '..')

function problemsWith(environment: NodeJS.ProcessEnv, chosen = 'dev'): readonly string[] {
  try {
    checkSettings(loadConfig(configSchema, { directory, argv: ['--env', chosen], environment }))
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

async function newKey(kid: string) {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  const { d, ...half } = await exportJWK(privateKey)
  return { signing: JSON.stringify({ ...half, d, kid }), verifying: JSON.stringify({ keys: [{ ...half, kid }] }) }
}

describe('the settings', () => {
  it.each(['dev', 'test'])('are complete in %s', (chosen) => {
    expect(problemsWith({}, chosen)).toEqual([])
  })

  it('keep the sessions of pages over TLS alone, unless it is said that there is none', () => {
    const { SESSION_COOKIE_SECURE: secure } = configSchema.shape
    expect([secure.parse(undefined), secure.parse('false')]).toEqual([true, false])
    const production = readFileSync(resolve(directory, '.env.prod'), 'utf8')
    expect(production).toMatch(/^SESSION_COOKIE_SECURE=true$/m)
  })

  it('have the signing key in the set that verifies, by its kid and by itself', async () => {
    const [one, other] = await Promise.all([newKey('one'), newKey('one')])
    expect(problemsWith({ TOKEN_SIGNING_KEY: one.signing, TOKEN_JWKS: one.verifying })).toEqual([])
    for (const TOKEN_SIGNING_KEY of [other.signing, one.signing.replace('"one"', '"two"')]) {
      const problems = problemsWith({ TOKEN_SIGNING_KEY, TOKEN_JWKS: one.verifying })
      expect(problems).toEqual([expect.stringContaining('TOKEN_SIGNING_KEY')])
    }
  })

  it('name an administrator and his password or neither, and in production nothing that everybody knows', async () => {
    const environment = { ADMINISTRATOR_EMAIL: 'root@gavel.example', ADMINISTRATOR_PASSWORD: undefined }
    const production = {
      ...environment,
      DATABASE_URL: 'postgres://a:own@localhost/gavel',
      KAFKA_BROKERS: 'localhost:9092',
      REDIS_URL: 'redis://localhost',
      TOKEN_ISSUER: 'urn:a',
      TOKEN_AUDIENCE: 'urn:b',
    }
    const { signing, verifying } = await newKey('one')
    const keys = { TOKEN_SIGNING_KEY: signing, TOKEN_JWKS: verifying }
    expect(problemsWith({ ...production, ...keys }, 'prod')).toEqual([expect.stringContaining('ADMINISTRATOR_EMAIL')])
    const both = { ...production, ...keys, ADMINISTRATOR_PASSWORD: 'three rusty anvils' }
    expect(problemsWith(both, 'prod')).toEqual([])
    const fake = { ...both, PAYMENT_PROVIDER: 'fake' }
    expect(problemsWith(fake, 'prod')).toEqual([expect.stringContaining('PAYMENT_PROVIDER')])
    const known = { ...both, ADMINISTRATOR_PASSWORD: 'gavel in development' }
    expect(problemsWith(known, 'prod')).toEqual([expect.stringContaining('ADMINISTRATOR_PASSWORD')])
    const signedByAll = { ...both, TOKEN_SIGNING_KEY: JSON.stringify(developmentSigningKey) }
    expect(problemsWith(signedByAll, 'prod')).toEqual([expect.stringContaining('TOKEN_SIGNING_KEY')])
  })
})
