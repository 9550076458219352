import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  createScope,
  type OwnPostgres,
  roleName,
  roleOf,
  type Scope,
  type ServiceName,
  type ServiceRole,
  serviceEnvironment,
  serviceNames,
  serviceRoles,
  startOwnPostgres,
} from '@gavel/local-stack'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { readCompose } from '../src/compose.ts'
import { readManifests } from '../src/manifests/manifest.ts'
import { dockerDirectory, repository } from '../src/places.ts'
import { composeSecrets } from '../src/secrets/newSecrets.ts'
import { query, rightsOn, rolesIn, schemasIn, settingsIn } from './postgres/standing.ts'

const run = promisify(execFile)

function serviceOf(role: ServiceRole): ServiceName {
  const service = serviceNames.find((name) => roleOf(name) === role)
  if (service === undefined) throw new Error(`nobody keeps ${role}`)
  return service
}

/** Not that of development: the script has it from its environment. */
const database = 'auctions'

const cluster = z.looseObject({
  kind: z.literal('Cluster'),
  spec: z.looseObject({
    bootstrap: z.object({
      initdb: z.object({ database: z.string(), owner: z.string(), postInitApplicationSQL: z.array(z.string()) }),
    }),
  }),
})

const hasPsql = run('psql', ['--version']).then(
  () => true,
  () => false,
)

describe('the roles and schemas of a deployment', () => {
  let postgres: OwnPostgres
  let scope: Scope
  let directory: string
  const secrets = composeSecrets()

  const inDatabase = (name: string, user: Partial<Record<'username' | 'password', string>> = {}): string =>
    Object.assign(new URL(postgres.url), { pathname: `/${name}`, ...user }).href
  const asService = (role: ServiceRole): string =>
    Object.assign(new URL(secrets[serviceOf(role)]?.DATABASE_URL ?? ''), {
      host: new URL(postgres.url).host,
      pathname: `/${database}`,
    }).href

  /** As the image of Postgres runs it when its volume is new, with compose's variables. */
  async function runRoles(path: string): Promise<void> {
    const { hostname, port, username, password } = new URL(postgres.url)
    const server = { PGHOST: hostname, PGPORT: port, PGPASSWORD: password }
    const env = { PATH: path, ...server, ...secrets.postgres, POSTGRES_USER: username, POSTGRES_DB: database }
    await run('sh', [join(dockerDirectory, 'postgres/roles.sh')], { env, timeout: 60_000 })
  }

  const standing = async (url: string) => ({
    schemas: await schemasIn(url),
    settings: await settingsIn(url),
    rights: await rightsOn(url),
  })

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'gavel-roles-'))
    const psql = join(directory, 'psql')
    await writeFile(
      psql,
      `#!/bin/sh\nexec '${process.execPath}' '${join(import.meta.dirname, 'postgres/psql.ts')}' "$@"\n`,
    )
    await chmod(psql, 0o755)
    ;[postgres, scope] = await Promise.all([startOwnPostgres(), createScope()])
    await query(postgres.url, `create database ${database}`)
    await runRoles(`${directory}:${process.env.PATH}`)
  }, 180_000)

  afterAll(async () => {
    await scope?.drop()
    await postgres?.stop()
    await rm(directory, { recursive: true, force: true })
  }, 60_000)

  it('are by roles.sh what they are in development', async () => {
    const names = serviceRoles.map(roleName)
    expect(await rolesIn(postgres.url, names)).toHaveLength(names.length)
    expect(await rolesIn(postgres.url, names)).toEqual(await rolesIn(scope.addresses.postgresUrl, names))

    const addresses = { ...scope.addresses, postgresUrl: postgres.url }
    const { adminDatabaseUrl } = await createScope({ name: 'local', addresses })
    expect(await standing(inDatabase(database))).toEqual(await standing(adminDatabaseUrl))
  }, 60_000)

  it('are the same by psql itself, where there is one', async () => {
    // Elsewhere what is told of it in test/postgres/psql.ts is all that is known.
    if (!(await hasPsql)) return
    const names = serviceRoles.map(roleName)
    const before = [await rolesIn(postgres.url, names), await standing(inDatabase(database))]
    for (const name of await query(
      postgres.url,
      `select datname from pg_database where datname ~ 'local|${database}'`,
    )) {
      await query(postgres.url, `drop database ${Object.values(name)[0]} with (force)`)
    }
    await query(postgres.url, `drop role ${names.join(', ')}`)
    await query(postgres.url, `create database ${database}`)
    await runRoles(process.env.PATH ?? '')
    expect([await rolesIn(postgres.url, names), await standing(inDatabase(database))]).toEqual(before)
  }, 60_000)

  it('keep each role to its own schema, behind its own password', async () => {
    for (const role of serviceRoles) await query(asService(role), 'create table secrets as select 1 as word')
    const owned = `select schemaname::text as schema, tableowner::text as owner from pg_tables where tablename = 'secrets'`
    const expected = serviceRoles.map((role) => ({ schema: role, owner: roleName(role) }))
    const found = await query(inDatabase(database), owned)
    expect(found).toHaveLength(expected.length)
    expect(found).toEqual(expect.arrayContaining(expected))
    for (const role of serviceRoles) {
      for (const other of serviceRoles.filter((one) => one !== role)) {
        await expect(query(asService(role), `select * from ${other}.secrets`)).rejects.toThrow('permission denied')
        await expect(query(asService(role), `create table ${other}.mine (id int)`)).rejects.toThrow('permission denied')
      }
      await expect(query(asService(role), 'create table public.mine (id int)')).rejects.toThrow('permission denied')
      await expect(query(asService(role), 'create schema mine')).rejects.toThrow('permission denied')
      const ofDevelopment = inDatabase(database, { username: roleName(role), password: roleName(role) })
      await expect(query(ofDevelopment, 'select')).rejects.toThrow('password authentication failed')
      await query(asService(role), 'drop table secrets')
    }
  }, 60_000)

  it('are all that migrations and `gavel rebuild` need', async () => {
    const compose = await readCompose()
    const start = async (role: ServiceRole, program: string): Promise<string> => {
      const service = serviceOf(role)
      const env = {
        PATH: process.env.PATH,
        ...compose.services[service]?.environment,
        ...secrets[service],
        ...serviceEnvironment(scope, service),
        DATABASE_URL: asService(role),
        LOG_LEVEL: 'warn',
      }
      const cwd = join(repository, 'apps', service)
      const { stdout } = await run(process.execPath, [program, '--env', 'prod'], { cwd, env, timeout: 90_000 })
      return stdout
    }
    for (const role of serviceRoles) expect(await start(role, 'src/prepare.ts')).toBe('')
    for (const role of ['projector', 'query'] as const) {
      const tables = `select table_schema, table_name from information_schema.tables where table_schema ~ '^${role}' order by 1, 2`
      const before = await query(asService(role), tables)
      expect(await start(role, 'src/operator/rebuild.ts')).toContain(`The new tables of ${role} are in use.`)
      expect(await query(asService(role), tables)).toEqual(before)
      expect(before.length).toBeGreaterThan(3)
    }
  }, 240_000)

  it('are in a cluster of CloudNativePG what they are in development, each by itself', async () => {
    const clusters = readManifests(await readFile(join(dockerDirectory, 'k8s/base/postgres.yaml'), 'utf8'))
    const addresses = { ...scope.addresses, postgresUrl: postgres.url }
    const { adminDatabaseUrl } = await createScope({ name: 'local', addresses })
    const [schemas, settings] = [await schemasIn(adminDatabaseUrl), await settingsIn(adminDatabaseUrl)]
    expect(clusters.map(({ metadata }) => metadata.name)).toEqual(serviceRoles.map((role) => `${role}-db`))
    for (const [index, role] of serviceRoles.entries()) {
      const { initdb } = cluster.parse(clusters[index]).spec.bootstrap
      expect(initdb.owner).toBe(roleName(role))
      await query(postgres.url, `create database ${initdb.database} owner ${initdb.owner}`)
      const made = inDatabase(initdb.database)
      for (const statement of initdb.postInitApplicationSQL) await query(made, statement)
      const isOwn = (row: object): boolean =>
        [roleName(role), 'public'].some((name) => Object.values(row).includes(name))
      expect(await schemasIn(made)).toEqual(schemas.filter(isOwn))
      expect(await settingsIn(made)).toEqual(settings.filter(isOwn))
      const [{ rights }] = z.tuple([z.object({ rights: z.array(z.string()) })]).parse(await rightsOn(made))
      expect(rights.every((right) => right.startsWith('gavel_'))).toBe(true)
      await query(postgres.url, `drop database ${initdb.database}`)
    }
  }, 60_000)
})
