import { z } from 'zod'
import type { Queryable } from './queryable.ts'

const statement = { name: 'order-versions', text: 'select id, version from orders where id = any($1::uuid[])' }

const versionRow = z.object({ id: z.string(), version: z.number() })

export async function orderVersions(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map()
  const { rows } = await db.query({ ...statement, values: [ids] })
  return new Map(rows.map((row) => versionRow.parse(row)).map(({ id, version }) => [id, version]))
}
