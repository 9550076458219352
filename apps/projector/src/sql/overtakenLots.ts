import { z } from 'zod'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'overtaken-lots',
  text: `
    select lots.id
    from unnest($1::uuid[], $2::integer[]) as published (id, version)
    join lots on lots.id = published.id and lots.version > published.version`,
}

const idRow = z.object({ id: z.string() })

/** Which of these lots are stored in a newer version than the one given. */
export async function overtakenLots(
  db: Queryable,
  published: readonly { id: string; version: number }[],
): Promise<readonly string[]> {
  const values = [published.map(({ id }) => id), published.map(({ version }) => version)]
  const { rows } = await db.query({ ...statement, values })
  return rows.map((row) => idRow.parse(row).id)
}
