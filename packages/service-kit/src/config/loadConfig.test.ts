import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { developmentJwks, developmentSigningKey } from '../token/developmentToken.ts'
import { ConfigError } from './configError.ts'
import { configFields } from './fields.ts'
import { loadConfig } from './loadConfig.ts'

const schema = z.object({
  PORT: configFields.port,
  LOG_PRETTY: configFields.boolean,
  DATABASE_URL: configFields.databaseUrl,
  TOPIC_PREFIX: configFields.optionalText,
})

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gavel-config-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const write = (file: string, ...lines: string[]): void => writeFileSync(join(directory, file), lines.join('\n'))
const complete = ['PORT=4001', 'LOG_PRETTY=true', "DATABASE_URL='postgres://a:b@localhost/gavel'"]

function problemsOf(load: () => unknown): readonly string[] {
  try {
    load()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('loadConfig', () => {
  it('reads the file of the environment, dev when nothing is said', () => {
    write('.env.dev', ...complete)
    expect(loadConfig(schema, { directory, argv: [], environment: {} })).toEqual({
      PORT: 4001,
      LOG_PRETTY: true,
      DATABASE_URL: 'postgres://a:b@localhost/gavel',
      TOPIC_PREFIX: '',
    })
  })

  it('lets the process environment win, the argument over GAVEL_ENV, and does not mind other variables', () => {
    write('.env.test', ...complete)
    const environment = { PORT: '0', GAVEL_ENV: 'prod', PATH: '/bin' }
    const config = loadConfig(schema.extend({ GAVEL_ENV: configFields.environment }), {
      directory,
      argv: ['--env', 'test', '--own-flag'],
      environment,
    })
    expect(config).toMatchObject({ PORT: 0, GAVEL_ENV: 'test' })
  })

  it('lists every problem by name, and never a value', () => {
    write('.env.dev', 'PORT=hunter2', 'LOG_PRETTY=yes', 'DATABSE_URL=postgres://a:hunter2@localhost/gavel')
    const load = () => loadConfig(schema, { directory, argv: [], environment: {} })
    expect(problemsOf(load)).toEqual([
      'DATABSE_URL: is in .env.dev, but this service knows no such variable',
      'PORT: must be a whole number from 0 to 65535',
      'LOG_PRETTY: must be true, false, 1 or 0',
      'DATABASE_URL: is missing (set it in .env.dev or in the environment)',
    ])
    expect(load).not.toThrow(/hunter2/)
  })

  it.each([
    [['--env', 'staging'], {}, '--env: must be dev, test or prod'],
    [['--env'], {}, '--env: must be dev, test or prod'],
    [[], { GAVEL_ENV: '../../etc/passwd' }, 'GAVEL_ENV: must be dev, test or prod'],
  ])('knows three environments only: %j %j', (argv, environment, problem) => {
    expect(problemsOf(() => loadConfig(schema, { directory, argv, environment }))).toEqual([problem])
  })

  it('refuses the secrets of development in production, and there alone', () => {
    write('.env.dev', ...complete, "KEY='known'")
    write('.env.prod', 'PORT=4001', 'LOG_PRETTY=false')
    const secrets = schema.extend({ KEY: configFields.secret(configFields.text) })
    const load = (argv: string[], environment: NodeJS.ProcessEnv) =>
      loadConfig(secrets, { directory, argv, environment })
    const inProduction = (environment: NodeJS.ProcessEnv) => problemsOf(() => load(['--env', 'prod'], environment))

    expect(inProduction({ KEY: 'known', DATABASE_URL: 'postgres://other:b@db.example/auctions' })).toEqual([
      'DATABASE_URL: has the secret of development, which everybody knows',
      'KEY: has the secret of development, which everybody knows',
    ])
    expect(inProduction({ KEY: 'own', DATABASE_URL: 'postgres://a:own@localhost/gavel' })).toEqual([])
    expect(load([], {})).toMatchObject({ KEY: 'known' })
  })

  it.each([
    'postgres://x:b@db.example/auctions',
    'postgres://x:%62@db.example/auctions',
    'POSTGRESQL://x:%62@db.example/auctions',
    'postgres://db.example/auctions?user=x&password=b',
    'postgres://x:own@db.example/auctions?password=%62',
    'postgres://x@db.example/auctions?password=own&password=b',
    '\tpostgres://x:b@db.example/auctions\n',
    'postgres://x:\nb@db.example/auctions',
  ])('refuses the password of development however it is written: %j', (url) => {
    write('.env.dev', ...complete)
    write('.env.prod', 'PORT=4001', 'LOG_PRETTY=false')
    const load = () => loadConfig(schema, { directory, argv: ['--env', 'prod'], environment: { DATABASE_URL: url } })
    expect(problemsOf(load)).toEqual(['DATABASE_URL: has the secret of development, which everybody knows'])
  })

  it.each([
    'postgres://gavel_query:gavel_query@db.example/gavel',
    'postgres://gavel_query:gavel%5Fquery@db.example/gavel',
    'postgres://gavel%5fquery:gavel_query@db.example/gavel',
    'postgres://db.example/gavel?user=gavel_query&password=gavel%5Fquery',
    'postgres://x:own@db.example/gavel?user=gavel_query&password=gavel_query',
  ])('refuses a name for a password, which is what other services have in development: %s', (url) => {
    write('.env.prod', 'PORT=4001', 'LOG_PRETTY=false')
    const load = () => loadConfig(schema, { directory, argv: ['--env', 'prod'], environment: { DATABASE_URL: url } })
    expect(problemsOf(load)).toEqual(["DATABASE_URL: has its user's name for a password, as in development"])
  })

  it('knows where a password comes from when the URL has none', () => {
    write('.env.dev', ...complete)
    write('.env.prod', 'PORT=4001', 'LOG_PRETTY=false')
    const inProduction = (DATABASE_URL: string, PGPASSWORD: string) =>
      problemsOf(() =>
        loadConfig(schema, { directory, argv: ['--env', 'prod'], environment: { DATABASE_URL, PGPASSWORD } }),
      )
    expect(inProduction('postgres://x@db.example/auctions', 'b')).toEqual([expect.stringContaining('of development')])
    expect(inProduction('postgres://x@db.example/auctions', 'x')).toEqual([expect.stringContaining("user's name")])
    expect(inProduction('postgres://x@db.example/auctions', 'own')).toEqual([])
    expect(inProduction('postgres://x:own@db.example/auctions', 'b')).toEqual([])
    expect(inProduction('postgres://x:%zz@db.example/auctions', 'b')).toEqual([])
  })

  it('knows the key of development by another name, and by other letters', () => {
    const { d, x } = developmentSigningKey
    write('.env.dev', `KEY='${JSON.stringify(developmentSigningKey)}'`, "WORD='three rusty anvils'")
    write('.env.prod', '')
    const secrets = z.object({
      KEY: configFields.signingKey,
      WORD: configFields.secret(configFields.text),
    })
    const inProduction = (key: object, word: string) => {
      const environment = { KEY: JSON.stringify(key, undefined, 2), WORD: word }
      return problemsOf(() => loadConfig(secrets, { directory, argv: ['--env', 'prod'], environment }))
    }
    const own = { kty: 'OKP', crv: 'Ed25519', kid: 'own', x, d: x }
    expect(inProduction(own, 'own')).toEqual([])
    expect(inProduction({ ...own, d }, 'own')).toEqual([expect.stringMatching(/^KEY: has the secret of development/)])
    const otherLetters = `${d.slice(0, -1)}R`
    expect(Buffer.from(otherLetters, 'base64url')).toEqual(Buffer.from(d, 'base64url'))
    expect(inProduction({ ...own, d: otherLetters }, 'own')).toHaveLength(1)
    expect(inProduction(own, ' three rusty anvils\n')).toEqual([expect.stringMatching(/^WORD/)])
    expect(inProduction(own, 'ｔhree rusty anvils')).toEqual([expect.stringMatching(/^WORD/)])
  })

  it('says so when the file is not there', () => {
    expect(problemsOf(() => loadConfig(schema, { directory, argv: ['--env=prod'], environment: {} }))[0]).toMatch(
      /^\.env\.prod: can not be read/,
    )
  })
})

describe('configFields', () => {
  it.each(['65536', '-1', '80.5', '0x50', ' 80', '1e3', ''])('refuses the port %j', (text) => {
    expect(configFields.port.safeParse(text).success).toBe(false)
  })

  it('reads comma lists', () => {
    expect(configFields.list.parse(' a:1, b:2 ,')).toEqual(['a:1', 'b:2'])
    expect(configFields.list.safeParse(' , ').success).toBe(false)
    expect(configFields.urlList.parse('http://a:1,https://b')).toEqual(['http://a:1', 'https://b'])
    expect(configFields.urlList.safeParse('http://a:1,javascript:1').success).toBe(false)
  })

  it('reads named URLs', () => {
    expect(configFields.namedUrls.parse('a=http://h:1/?x=1, b=http://h:2')).toEqual([
      { name: 'a', url: 'http://h:1/?x=1' },
      { name: 'b', url: 'http://h:2' },
    ])
    expect(configFields.namedUrls.parse('')).toEqual([])
    for (const text of ['http//h', 'a=', '=http://h'])
      expect(configFields.namedUrls.safeParse(text).success).toBe(false)
  })

  it('reads public keys and refuses private ones', () => {
    expect(configFields.jwks.parse(JSON.stringify(developmentJwks))).toEqual(developmentJwks)
    const [key] = developmentJwks.keys
    expect(configFields.jwks.safeParse(JSON.stringify({ keys: [{ ...key, d: 'secret' }] })).success).toBe(false)
    for (const text of ['', '{}', '{"keys":[]}', 'x']) expect(configFields.jwks.safeParse(text).success).toBe(false)
  })
})
