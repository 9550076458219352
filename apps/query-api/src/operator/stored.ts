import type { LotView } from '@gavel/event-contracts'
import { idsIn, marksAt, type Stored, type StoredAt, type StoredLots, viewAt } from '@gavel/operator'
import type pg from 'pg'
import { bidsAfter } from '../sql/bidsAfter.ts'
import { loadCatalogRow } from '../sql/loadCatalogRow.ts'
import { loadLot } from '../sql/loadLot.ts'
import { loadMarks } from '../sql/loadMarks.ts'
import { loadOrder } from '../sql/loadOrder.ts'
import { insideLots } from './insideLots.ts'

export const lotAt = (view: LotView): StoredAt => ({
  version: view.version,
  number: view.lotNumber,
  state: view,
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
  const catalogue = (table: 'products' | 'skus' | 'categories'): Stored => ({
    async at(id) {
      const row = await loadCatalogRow(pool, table, id)
      return row === undefined ? undefined : viewAt(row)
    },
    idsBetween: idsIn(pool, `select id from ${table}`),
  })
  return {
    lot: {
      async at(id) {
        const view = await loadLot(pool, { kind: 'id', id })
        return view === undefined ? undefined : lotAt(view)
      },
      bidsAfter: (auctionId, version, limit) => bidsAfter(pool, auctionId, version, limit),
      idsBetween: idsIn(pool, 'select id from lots'),
      inside: insideLots(pool),
    },
    order: {
      async at(id) {
        const view = await loadOrder(pool, id)
        return view === undefined ? undefined : viewAt(view)
      },
      idsBetween: idsIn(pool, 'select id from orders'),
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
      idsBetween: idsIn(pool, 'select user_id as id from watches union select user_id from blocks'),
    },
  }
}
