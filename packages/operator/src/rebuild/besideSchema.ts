import pg from 'pg'
import { z } from 'zod'
import { UsageError } from '../told.ts'

type Client = pg.ClientBase

const existsSql = 'select exists (select from pg_namespace where nspname = $1) as exists'
const tablesSql = `
select c.relname as name
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = $1 and c.relkind in ('r', 'p')
order by 1`

const nameRow = z.object({ name: z.string() })
const existsRow = z.object({ exists: z.boolean() })

/** Where the tables of a schema are built anew. */
export const besideOf = (schema: string): string => `${schema}_next`

export async function tablesOf(client: Client, schema: string): Promise<readonly string[]> {
  const { rows } = await client.query(tablesSql, [schema])
  return rows.map((row) => nameRow.parse(row).name)
}

export const qualified = (schema: string, name: string): string =>
  `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`

/** Makes sure that it is there, and empty of what an earlier try has left. @throws UsageError when the role may not make it */
export async function prepareBeside(client: Client, schema: string): Promise<void> {
  const beside = besideOf(schema)
  const { rows } = await client.query(existsSql, [beside])
  if (!existsRow.parse(rows[0]).exists) await makeSchema(client, beside)
  await emptyBeside(client, schema)
}

async function makeSchema(client: Client, name: string): Promise<void> {
  try {
    await client.query(`create schema ${pg.escapeIdentifier(name)}`)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '42501')) throw error
    const { rows } = await client.query<{ role: string }>('select current_user as role')
    const role = rows[0]?.role ?? '<role>'
    throw new UsageError(
      `The new tables need a schema beside the old one, and this role may not make it. Whoever may says: create schema ${name} authorization ${role}`,
    )
  }
}

/** Drops whatever tables are in it. */
export async function emptyBeside(client: Client, schema: string): Promise<void> {
  const beside = besideOf(schema)
  const tables = await tablesOf(client, beside)
  if (tables.length > 0) await client.query(`drop table ${tables.map((name) => qualified(beside, name)).join(', ')}`)
}
