import { serviceRoles as owners, type ServiceRole } from '@gavel/local-stack'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { z } from 'zod'
import { type Gavel, startGavel } from '../src/gavel.ts'

const pairs = owners.flatMap((role) => owners.map((schema) => ({ role, schema })))

const tablesOf = `select table_name as name from information_schema.tables where table_schema = $1 order by 1`
const tableRow = z.object({ name: z.string() })

const deniedCode = '42501'
const codeOf = (error: unknown): unknown => z.object({ code: z.string() }).safeParse(error).data?.code

describe('a store has one owner', () => {
  let gavel: Gavel
  beforeAll(async () => {
    gavel = await startGavel('isolation')
  }, 120_000)
  afterAll(() => gavel?.stop(), 60_000)

  async function tables(schema: string): Promise<readonly string[]> {
    const { rows } = await gavel.database.query(tablesOf, [schema])
    return rows.map((row) => tableRow.parse(row).name)
  }

  async function asRole<T>(role: ServiceRole, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: gavel.scope.databaseUrl(role) })
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }

  it.each(pairs)('gavel_$role and the tables of schema $schema', async ({ role, schema }) => {
    const names = await tables(schema)
    expect(names.length).toBeGreaterThan(1)
    await asRole(role, async (client) => {
      for (const name of names) {
        const read = client.query(`select count(*) from ${schema}.${name}`).then(() => 'read', codeOf)
        expect({ name, read: await read }).toEqual({ name, read: role === schema ? 'read' : deniedCode })
        const empty = client.query(`delete from ${schema}.${name} where false`).then(() => 'written', codeOf)
        expect({ name, empty: await empty }).toEqual({ name, empty: role === schema ? 'written' : deniedCode })
      }
    })
  })

  it.each(owners)('gavel_%s makes nothing outside its schema, and cannot become another', async (role) => {
    const others = owners.filter((owner) => owner !== role)
    await asRole(role, async (client) => {
      for (const schema of ['public', ...others]) {
        const made = client.query(`create table ${schema}.intruder (id integer)`).then(() => 'made', codeOf)
        expect({ schema, made: await made }).toEqual({ schema, made: deniedCode })
      }
      for (const other of others) {
        const become = client.query(`set role gavel_${other}`).then(() => 'became', codeOf)
        expect({ other, become: await become }).toEqual({ other, become: deniedCode })
      }
    })
  })
})
