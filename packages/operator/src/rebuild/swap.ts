import type pg from 'pg'
import { besideOf, qualified, tablesOf } from './besideSchema.ts'
import { lockTables } from './lockTables.ts'

/**
 * Puts the tables that were built beside a schema's in their place, in one transaction. Whoever reads goes on reading,
 * whoever writes waits: with the old tables at rest, `catchUp` brings the new ones to where those are, or further, and nothing
 * is written to them after it. So whoever wrote to the old ones goes on with the new ones, and what he brings twice is dropped by its
 * version. `kept`: tables that are not filled by anybody, but copied.
 *
 * @throws InUse, or whatever else keeps the locks from being had or `catchUp` throws: nothing has changed.
 */
export async function swap(
  client: pg.ClientBase,
  { schema, kept, catchUp }: { schema: string; kept: readonly string[]; catchUp(): Promise<void> },
): Promise<void> {
  const beside = besideOf(schema)
  const old = await tablesOf(client, schema)
  const made = await tablesOf(client, beside)
  const inUse = old.map((name) => qualified(schema, name))
  await client.query('begin')
  try {
    await client.query(`set local statement_timeout = '60s'`)
    await lockTables(client, inUse, 'exclusive')
    await catchUp()
    for (const name of kept) {
      await client.query(`delete from ${qualified(beside, name)}`)
      await client.query(`insert into ${qualified(beside, name)} select * from ${qualified(schema, name)}`)
    }
    await lockTables(client, inUse, 'access exclusive')
    // Named statements that are prepared in other sessions are planned anew: they find tables by their names.
    await client.query(`drop table ${inUse.join(', ')}`)
    for (const name of made) await client.query(`alter table ${qualified(beside, name)} set schema ${schema}`)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}
