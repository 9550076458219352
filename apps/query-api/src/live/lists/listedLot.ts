import type { LotView } from '@gavel/event-contracts'
import { type PublicLot, publicLot } from '../../auction/publicLot.ts'

/** What changes of a lot while it stands in a list. */
export type ListedLot = Pick<
  PublicLot,
  | 'id'
  | 'version'
  | 'status'
  | 'outcome'
  | 'price'
  | 'minimumBid'
  | 'bidCount'
  | 'leader'
  | 'reserveMet'
  | 'buyNowAvailable'
  | 'endsAt'
  | 'extensions'
>

/** The same for everybody. */
export function listedLot(lot: LotView): ListedLot {
  const { id, version, status, outcome, price, minimumBid, bidCount, leader, reserveMet, ...more } = publicLot(lot)
  const { buyNowAvailable, endsAt, extensions } = more
  return {
    ...{ id, version, status, outcome, price, minimumBid, bidCount, leader, reserveMet },
    ...{ buyNowAvailable, endsAt, extensions },
  }
}
