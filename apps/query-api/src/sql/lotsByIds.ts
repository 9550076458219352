import type { LotView } from '@gavel/event-contracts'
import { lotColumns, lotOf } from './lotRow.ts'
import type { Queryable } from './queryable.ts'

const statement = { name: 'lots-by-ids', text: `select ${lotColumns} from lots where id = any($1::uuid[])` }

/** The lots that are stored, in the order of their ids as given. */
export async function lotsByIds(db: Queryable, ids: readonly string[]): Promise<readonly LotView[]> {
  if (ids.length === 0) return []
  const { rows } = await db.query({ ...statement, values: [ids] })
  const lots = new Map(rows.map(lotOf).map((lot) => [lot.id, lot]))
  return ids.map((id) => lots.get(id)).filter((lot) => lot !== undefined)
}
