import type { PublicLot } from '../api/lot.ts'

export type BidType = 'exact' | 'max'

type Priced = Pick<PublicLot, 'price' | 'minimumBid' | 'bidCount' | 'buyNowPrice' | 'buyNowAvailable'>

/** Beyond so many times the least next bid one is asked again; a maximum may well be far, as it costs nothing by itself. */
const jumpFactor = { exact: 3, max: 10 } as const

/** `moved`: the amount has just changed, and who acted by keyboard may not have read it. */
export type Doubt = 'buys' | 'jump' | 'self' | 'moved'

/**
 * What has to be confirmed before it is sent, if anything: a bid that buys, one that may be a slip of the hand, one by
 * which whoever leads raises the price against himself.
 */
export function doubtAbout(type: BidType, amount: number, lot: Priced, leads: boolean): Doubt | undefined {
  if (lot.buyNowAvailable && lot.buyNowPrice !== null && amount >= lot.buyNowPrice) return 'buys'
  if (amount > jumpFactor[type] * Math.max(lot.minimumBid, 1)) return 'jump'
  return leads && type === 'exact' ? 'self' : undefined
}

/**
 * The least that makes sense to bid: the lot's least next bid, and for whoever leads more than he has bid already, as the
 * house takes nothing less from him.
 */
export function leastBid(lot: Pick<Priced, 'price' | 'minimumBid'>, ownMaximum: number | undefined): number {
  return ownMaximum === undefined ? lot.minimumBid : Math.max(lot.minimumBid, ownMaximum + lot.minimumBid - lot.price)
}

/** Amounts for one press, beside the least next bid: one, two and five steps above it; none that would buy. */
export function quickBids(lot: Priced): readonly number[] {
  const { price, minimumBid, bidCount, buyNowPrice, buyNowAvailable } = lot
  const step = Math.max(bidCount === 0 ? roundStep(minimumBid) : minimumBid - price, roundStep(minimumBid / 5))
  const limit = buyNowAvailable && buyNowPrice !== null ? buyNowPrice : Number.MAX_SAFE_INTEGER
  return [1, 2, 5].map((steps) => minimumBid + steps * step).filter((amount) => amount < limit)
}

/** About a twentieth, as a 1, 2 or 5 with zeros: what people would say aloud. */
function roundStep(amount: number): number {
  const wanted = Math.max(1, amount / 20)
  const power = 10 ** Math.floor(Math.log10(wanted))
  return Math.max(1, ([5, 2, 1].find((digit) => digit * power <= wanted) ?? 1) * power)
}
