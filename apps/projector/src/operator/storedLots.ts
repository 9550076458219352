import type { LotAt, StoredLots } from '@gavel/operator'
import type pg from 'pg'
import type { LotProjection } from '../auction/lotProjection.ts'
import { bidsAfter } from '../sql/loadBids.ts'
import { loadLots } from '../sql/loadLots.ts'
import { lotIdsBetween } from '../sql/lotIdsBetween.ts'

/** The view, and what projector keeps beside it to fold the next event. */
export const lotAt = ({ view, increments, buyNowPolicy, bidderCount }: LotProjection): LotAt => ({
  version: view.version,
  lotNumber: view.lotNumber,
  state: { ...view, increments, buyNowPolicy, bidderCount },
})

export const storedLots = (pool: pg.Pool): StoredLots => ({
  async lot(auctionId) {
    const stored = (await loadLots(pool, [auctionId], [])).get(auctionId)
    return stored === undefined ? undefined : lotAt(stored)
  },
  bidsAfter: (auctionId, version, limit) => bidsAfter(pool, auctionId, version, limit),
  idsBetween: (after, before, limit) => lotIdsBetween(pool, after, before, limit),
})
