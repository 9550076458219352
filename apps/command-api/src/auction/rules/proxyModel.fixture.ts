import { type Bidder, type IncrementTable, leastNextBid, stepAt } from '@gavel/event-contracts'

export type ModelTerms = { startingPrice: number; reservePrice: number | null; increments: IncrementTable }
/** `amount`: the maximum, or what an exact bid names. */
export type ModelBid = { bidder: Bidder; type: 'exact' | 'max'; amount: number }

/**
 * What a set of bids comes to, all at once: no bid is taken after another. Whoever goes furthest leads, and of equals
 * the earlier. He pays at least what he has named himself, and the reserve if he goes so far, and a step more than
 * anybody else would, but not more than `wentThen`.
 */
export function modelStanding({ startingPrice, reservePrice, increments }: ModelTerms, bids: readonly ModelBid[]) {
  const ranked = bids.map((bid, at) => ({ ...bid, at })).sort((a, b) => b.amount - a.amount || a.at - b.at)
  const [first] = ranked
  if (first === undefined) return null
  const own = ranked.filter(({ bidder }) => bidder.id === first.bidder.id)
  const others = ranked.filter(({ bidder }) => bidder.id !== first.bidder.id)
  // Equals cannot be told apart but by their time; it was the later one that moved the price.
  const rival = others.filter(({ amount }) => amount === others[0]?.amount).at(-1)
  const prices = [
    startingPrice,
    ...own.filter(({ type }) => type === 'exact').map(({ amount }) => amount),
    ...(rival === undefined ? [] : [Math.min(wentThen(own, rival), rival.amount + stepAt(increments, rival.amount))]),
    ...(reservePrice !== null && first.amount >= reservePrice ? [reservePrice] : []),
  ]
  return { leader: first.bidder.id, price: Math.max(...prices) }
}

type Timed = { amount: number; at: number }

/**
 * How far the leader went when he met his rival: already then, or with the first bid by which he overtook him. His
 * newest maximum would be too much: "a higher max only lifts the ceiling (price unchanged)" (the rules of the auction),
 * so a price that his older maximum had held below the rival's next step stays where it was.
 */
function wentThen(own: readonly Timed[], rival: Timed): number {
  const before = Math.max(0, ...own.filter(({ at }) => at < rival.at).map(({ amount }) => amount))
  if (before >= rival.amount) return before
  return Math.min(...own.filter(({ at, amount }) => at > rival.at && amount > rival.amount).map(({ amount }) => amount))
}

/** The refusal that one more bid must get after those, or none. */
export function modelRefusal(terms: ModelTerms, bids: readonly ModelBid[], next: ModelBid) {
  const standing = modelStanding(terms, bids)
  const own = bids.filter(({ bidder }) => bidder.id === next.bidder.id).map(({ amount }) => amount)
  const leads = standing?.leader === next.bidder.id
  if (leads && next.amount <= Math.max(...own)) return 'already_leading'
  if (leads && next.type === 'max') return null
  return next.amount < leastNextBid(terms.increments, terms.startingPrice, standing?.price ?? null) ? 'low_bid' : null
}
