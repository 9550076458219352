import type { LotView, OrderView } from '@gavel/event-contracts'
import type { Stored, StoredAt, StoredLots } from '@gavel/operator'
import type pg from 'pg'
import { bidsAfter } from '../sql/bidsAfter.ts'
import { type Identified, idsBetween } from '../sql/idsBetween.ts'
import { loadCatalogRow } from '../sql/loadCatalogRow.ts'
import { loadLot } from '../sql/loadLot.ts'
import { loadMarks } from '../sql/loadMarks.ts'
import { loadOrder } from '../sql/loadOrder.ts'
import { insideLots } from './insideLots.ts'

/** By what it is about, as in `watch:<lot>`. */
export type Marks = ReadonlyMap<string, { version: number; isOn: boolean; at: string }>

export const lotAt = (view: LotView): StoredAt => ({
  version: view.version,
  number: view.lotNumber,
  state: view,
})

export const viewAt = (view: OrderView | (Record<string, unknown> & { version: number })): StoredAt => ({
  version: view.version,
  number: null,
  state: view,
})

/** A member is at the version of the newest of his marks. */
export const marksAt = (marks: Marks): StoredAt => ({
  version: Math.max(...[...marks.values()].map(({ version }) => version)),
  number: null,
  state: Object.fromEntries(marks),
})

export type StoredViews = {
  lot: StoredLots
  order: Stored
  product: Stored
  SKU: Stored
  category: Stored
  member: Stored
}

/** What query-api has stored of each kind. */
export function storedViews(pool: pg.Pool): StoredViews {
  const ids = (source: Identified): Stored['idsBetween'] => {
    return (after, before, limit) => idsBetween(pool, source, { after, before, limit })
  }
  const catalogue = (table: 'products' | 'skus' | 'categories'): Stored => ({
    async at(id) {
      const row = await loadCatalogRow(pool, table, id)
      return row === undefined ? undefined : viewAt(row)
    },
    idsBetween: ids(table),
  })
  return {
    lot: {
      async at(id) {
        const view = await loadLot(pool, { kind: 'id', id })
        return view === undefined ? undefined : lotAt(view)
      },
      bidsAfter: (auctionId, version, limit) => bidsAfter(pool, auctionId, version, limit),
      idsBetween: ids('lots'),
      inside: insideLots(pool),
    },
    order: {
      async at(id) {
        const view = await loadOrder(pool, id)
        return view === undefined ? undefined : viewAt(view)
      },
      idsBetween: ids('orders'),
    },
    product: catalogue('products'),
    SKU: catalogue('skus'),
    category: catalogue('categories'),
    member: {
      async at(userId) {
        const marks = await loadMarks(pool, userId)
        const known = marks.map(({ subject, ...mark }) => [subject, mark] as const)
        return marks.length === 0 ? undefined : marksAt(new Map(known))
      },
      idsBetween: ids('members'),
    },
  }
}
