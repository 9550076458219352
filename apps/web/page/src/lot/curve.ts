import type { Bid } from '../api/lot.ts'

/** Steps of a price: from each second in `at` (since 1970) on it is what stands at the same place in `price`. */
export type Curve = { at: number[]; price: number[] }

/**
 * From bids in any order, each perhaps twice. Between retractions a price only rises: a bid that was beaten at once is
 * no fall of it.
 */
export function curveOf(bids: readonly Bid[]): Curve {
  const byId = new Map(bids.map((bid) => [bid.id, bid]))
  const curve: Curve = { at: [], price: [] }
  let highest = 0
  for (const { amount, at } of [...byId.values()]
    .filter((bid) => !bid.retracted)
    .sort((a, b) => a.version - b.version)) {
    if (amount <= highest) continue
    highest = amount
    curve.at.push(Date.parse(at) / 1_000)
    curve.price.push(amount)
  }
  return curve
}
