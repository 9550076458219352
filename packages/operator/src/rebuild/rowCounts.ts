import type pg from 'pg'
import { z } from 'zod'
import { NotDone } from '../told.ts'
import { qualified, tablesOf } from './besideSchema.ts'

const count = z.object({ count: z.coerce.number() })

/** How many rows each table of a schema has. Reads all of them: that is a second for a few million. */
export async function rowCounts(client: pg.ClientBase, schema: string): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const name of await tablesOf(client, schema)) {
    await client.query('begin')
    try {
      await client.query(`set local statement_timeout = '300s'`)
      const { rows } = await client.query(`select count(*) from ${qualified(schema, name)}`)
      counts.set(name, count.parse(rows[0]).count)
    } finally {
      await client.query('commit')
    }
  }
  return counts
}

/** What is stored does not go away, but in the tables `left` out, so new ones with fewer rows lack something. @throws NotDone */
export function refuseFewer(
  old: ReadonlyMap<string, number>,
  made: ReadonlyMap<string, number>,
  left: readonly string[],
): void {
  const fewer = [...old].filter(([name, rows]) => !left.includes(name) && (made.get(name) ?? 0) < rows)
  if (fewer.length === 0) return
  const told = fewer.map(([name, rows]) => `${name} (${made.get(name) ?? 0} instead of ${rows})`)
  throw new NotDone(
    `The new tables have fewer rows than those in use: ${told.join(', ')}. The old ones stay. --since may be too late, or a topic have lost messages; when gavel check says that it is the old ones that have too much, --anyway takes the new ones.`,
  )
}
