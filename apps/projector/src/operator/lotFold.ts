import { type AuctionEvent, auctionEventFromWire, auctionViewToWire } from '@gavel/event-contracts'
import { type CheckLine, idsIn, type LotCheck, lineOf, type StoredAt, type StoredLots } from '@gavel/operator'
import type pg from 'pg'
import { bidViewOf } from '../auction/bidView.ts'
import { evolve, type LotProjection } from '../auction/lotProjection.ts'
import { bidsAfter } from '../sql/loadBids.ts'
import { loadWholeLot } from '../sql/loadWholeLot.ts'
import type { KindFold } from './kindFold.ts'

/** The view, and what projector keeps beside it to fold the next event. */
const lotAt = ({ view, increments, buyNowPolicy, bidderCount, aliases }: LotProjection): StoredAt => ({
  version: view.version,
  number: view.lotNumber,
  state: { ...view, increments, buyNowPolicy, bidderCount, aliases: Object.fromEntries(aliases) },
})

export const storedLots = (pool: pg.Pool): StoredLots => ({
  async at(auctionId) {
    const stored = await loadWholeLot(pool, auctionId)
    return stored === undefined ? undefined : lotAt(stored)
  },
  bidsAfter: (auctionId, version, limit) => bidsAfter(pool, auctionId, version, limit),
  idsBetween: idsIn(pool, 'select id from lots'),
})

export const lotFold = (
  check: LotCheck,
  write: (line: CheckLine) => Promise<void>,
): KindFold<LotProjection, AuctionEvent> => ({
  check,
  read: auctionEventFromWire,
  next: evolve,
  at: lotAt,
  async tell(lot, event, of) {
    const { metadata, version } = event
    const bid = bidViewOf(lot, event)
    if (bid !== undefined) {
      await check.foldedBid(bid)
      await write(lineOf('view', of, auctionViewToWire({ type: 'bid.view', data: bid, metadata })))
    }
    if (event.type === 'bid.retracted') {
      for (const id of event.data.bidIds) check.retracted(id, version)
      await write({ say: 'retraction', bidIds: [...event.data.bidIds], version })
    }
    await write(lineOf('view', of, auctionViewToWire({ type: 'lot.view', data: lot.view, metadata })))
  },
})
