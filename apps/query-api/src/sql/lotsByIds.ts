import type { LotView } from '@gavel/event-contracts'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { lotColumns, lotOf } from './lotRow.ts'
import type { Queryable } from './queryable.ts'

const versions = { name: 'lot-versions-by-ids', text: 'select id, version from lots where id = any($1::uuid[])' }
const whole = { name: 'lots-by-ids', text: `select ${lotColumns} from lots where id = any($1::uuid[])` }

const versionRow = z.object({ id: z.string(), version: z.int() })

const rememberedMax = 5_000

/** The lots that are stored, as they are now, in the order of their ids as given. */
export type LotsByIds = (ids: readonly string[]) => Promise<readonly LotView[]>

/**
 * A version says all that a lot is. So the versions alone are read each time, and lots only when they have changed:
 * reading whole rows is most of what a page of a search costs.
 */
export function createLotsByIds(db: Queryable): LotsByIds {
  const remembered = new LRUCache<string, LotView>({ max: rememberedMax })

  async function load(ids: readonly string[]): Promise<readonly LotView[]> {
    if (ids.length === 0) return []
    const { rows } = await db.query({ ...whole, values: [ids] })
    const lots = rows.map(lotOf)
    for (const lot of lots) {
      // Of two that read at the same time the later one may be first.
      if (lot.version >= (remembered.get(lot.id)?.version ?? 0)) remembered.set(lot.id, lot)
    }
    return lots
  }

  return async (ids) => {
    if (ids.length === 0) return []
    const { rows } = await db.query({ ...versions, values: [ids] })
    const found = new Map<string, LotView>()
    const changed: string[] = []
    for (const row of rows) {
      const { id, version } = versionRow.parse(row)
      const lot = remembered.get(id)
      if (lot !== undefined && lot.version >= version) found.set(id, lot)
      else changed.push(id)
    }
    for (const lot of await load(changed)) found.set(lot.id, lot)
    return ids.map((id) => found.get(id)).filter((lot) => lot !== undefined)
  }
}
