import { type AuctionEvent, auctionView, type LotView } from '@gavel/event-contracts'
import { expect } from '@jest/globals'
import { evolve, type LotProjection } from '../src/auction/lotProjection.ts'
import { type AuctionLog, auctionLog } from './auctionLog.ts'

/** The lot as its log makes it; its view can be read by whoever gets it. */
export function fold(events: readonly AuctionEvent[]): LotProjection {
  const lot = events.reduce<LotProjection | undefined>((state, event) => evolve(state, event), undefined)
  if (lot === undefined) throw new Error('no events')
  auctionView.parse({ type: 'lot.view', data: lot.view })
  return lot
}

/** The lot, once it is clear that no event is more the second time than the first. */
export function foldTwice(events: readonly AuctionEvent[]): LotProjection {
  const lot = fold(events)
  for (const event of events) expect(evolve(lot, event)).toBe(lot)
  return lot
}

/** The view that foldTwice comes to. */
export const viewOf = ({ events }: AuctionLog): LotView => foldTwice(events).view

/** A lot that is listed so, and open. */
export function openLot(changes: Parameters<AuctionLog['listed']>[0] = {}): AuctionLog {
  const log = auctionLog()
  log.listed(changes)
  log.opened()
  return log
}
