import type { LotView } from '@gavel/event-contracts'
import type { LotAt, StoredLots } from '@gavel/operator'
import type pg from 'pg'
import { bidsAfter } from '../sql/bidsAfter.ts'
import { loadLot } from '../sql/loadLot.ts'
import { lotIdsBetween } from '../sql/lotIdsBetween.ts'

export const lotAt = (view: LotView): LotAt => ({ version: view.version, lotNumber: view.lotNumber, state: view })

export const storedLots = (pool: pg.Pool): StoredLots => ({
  async lot(auctionId) {
    const stored = await loadLot(pool, { kind: 'id', id: auctionId })
    return stored === undefined ? undefined : lotAt(stored)
  },
  bidsAfter: (auctionId, version, limit) => bidsAfter(pool, auctionId, version, limit),
  idsBetween: (after, before, limit) => lotIdsBetween(pool, after, before, limit),
})
