import type { Bid, MyBid, PublicLot } from '../api/lot.ts'

/** What would go: all of one's bids or the last, whose id the house is told. */
export type Retractable = { bidId: string; all: boolean; amounts: readonly number[] }

const hourMs = 3_600_000
/** The house's rule: with more than this to go all of one's bids go, later the last one alone, soon after it was placed. */
const allBeforeEndMs = 12 * hourMs
const graceMs = hourMs

/** What may be taken back now, as far as the page can tell; undefined when nothing may. The house decides. */
export function retractable(
  { endsAt }: Pick<PublicLot, 'endsAt'>,
  bids: readonly Bid[],
  mine: NonNullable<MyBid>,
  nowMs: number,
): Retractable | undefined {
  const own = bids.filter(({ bidder, auto, retracted }) => bidder === mine.bidder && !auto && !retracted)
  const [last] = own
  if (last === undefined) return undefined
  if (Date.parse(endsAt) - nowMs > allBeforeEndMs) {
    return { bidId: last.id, all: own.length > 1, amounts: own.map(({ amount }) => amount) }
  }
  const isFresh = nowMs - Date.parse(last.at) <= graceMs
  return isFresh ? { bidId: last.id, all: false, amounts: [last.amount] } : undefined
}
