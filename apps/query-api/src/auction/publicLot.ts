import type { LotView, SoftClose } from '@gavel/event-contracts'
import { aliasText } from './viewpoint.ts'

/** A lot as it may be seen by anybody: no bidder's id or paddle number, and of the reserve only whether it is met. */
export type PublicLot = {
  id: string
  lotNumber: number
  title: string
  description: string
  category: string | null
  images: readonly string[]
  currency: string
  startingPrice: number
  price: number
  minimumBid: number
  hasReserve: boolean
  reserveMet: boolean
  buyNowPrice: number | null
  buyNowAvailable: boolean
  status: LotView['status']
  outcome: LotView['outcome']
  startsAt: string
  endsAt: string
  softClose: SoftClose | null
  extensions: number
  bidCount: number
  leader: string | null
  sale: PublicSale | null
  endedAt: string | null
  cancelReason: string | null
  seller: { id: string; username: string }
  version: number
  createdAt: string
}

export type PublicSale = {
  via: 'hammer' | 'buy_now' | 'offer'
  buyer: string
  /** Null for whom it does not concern when an offer was taken: it was the most that its buyer would have bid. */
  price: number | null
  /** The buyer declined or did not pay. */
  failed: boolean
}

/** Field by field, so that a new field of the view shows itself to nobody until it is named here. */
export const publicLot = (lot: LotView): PublicLot => ({
  id: lot.id,
  lotNumber: lot.lotNumber,
  title: lot.title,
  description: lot.description,
  category: lot.category,
  images: lot.images,
  currency: lot.currency,
  startingPrice: lot.startingPrice,
  price: lot.price,
  minimumBid: lot.minimumBid,
  hasReserve: lot.reservePrice !== null,
  reserveMet: lot.reserveMet,
  buyNowPrice: lot.buyNowPrice,
  buyNowAvailable: lot.buyNowAvailable,
  status: lot.status,
  outcome: lot.outcome,
  startsAt: lot.startsAt,
  endsAt: lot.endsAt,
  softClose: lot.softClose,
  extensions: lot.extensions,
  bidCount: lot.bidCount,
  leader: lot.leader === null ? null : aliasText(lot.leader),
  sale: lot.sale === null ? null : publicSale(lot.sale),
  endedAt: lot.endedAt,
  cancelReason: lot.cancelReason,
  seller: { id: lot.seller.id, username: lot.seller.username },
  version: lot.version,
  createdAt: lot.createdAt,
})

export const publicSale = ({ via, buyer, price, failed }: NonNullable<LotView['sale']>): PublicSale => ({
  via,
  buyer: aliasText(buyer),
  price: via === 'offer' ? null : price,
  failed,
})

/** What a live viewer has to change to get from one version to another. */
export function changedFields(before: PublicLot, after: PublicLot): Partial<PublicLot> {
  const known = new Map<string, unknown>(Object.entries(before))
  const changed = Object.entries(after).filter(([name, value]) => !isSame(known.get(name), value))
  return Object.fromEntries(changed)
}

const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (typeof b === 'object' && b !== null && JSON.stringify(a) === JSON.stringify(b))
