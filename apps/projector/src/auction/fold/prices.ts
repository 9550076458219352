import {
  amountMax,
  type IncrementTable,
  isBuyNowOn,
  isReserveMet,
  type LotView,
  leastNextBid,
} from '@gavel/event-contracts'
import type { LotProjection } from './projection.ts'

type Priced = Pick<LotView, 'price' | 'leader' | 'status' | 'startingPrice' | 'reservePrice' | 'buyNowPrice'>

/** What follows from the price: as long as nobody leads there is none, and the view shows the starting price. */
export function afterPrice(
  view: Priced,
  { increments, buyNowPolicy }: Pick<LotProjection, 'increments' | 'buyNowPolicy'>,
): Pick<LotView, 'minimumBid' | 'reserveMet' | 'buyNowAvailable'> {
  const price = view.leader === null ? null : view.price
  const isOver = view.status === 'completed' || view.status === 'cancelled'
  return {
    minimumBid: minimumBid(increments, view.startingPrice, price),
    reserveMet: isReserveMet(view.reservePrice, price),
    buyNowAvailable: !isOver && isBuyNowOn({ ...view, buyNowPolicy }, price),
  }
}

/** Capped, as above the largest amount there is no bid, and a view must not name a number that nobody may read. */
const minimumBid = (table: IncrementTable, startingPrice: number, price: number | null): number =>
  Math.min(amountMax, leastNextBid(table, startingPrice, price))

/** The lot at another price, or under other terms. */
export const priced = (lot: LotProjection, changes: Partial<LotView>): LotProjection => {
  const view = { ...lot.view, ...changes }
  return { ...lot, view: { ...view, ...afterPrice(view, lot) } }
}
