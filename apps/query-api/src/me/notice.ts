import type { FoundNotice } from '../sql/myNotices.ts'
import type { NoticeKind } from '../sql/noticesOfLot.ts'

/** Something that a member would want to know. */
export type Notice = {
  kind: NoticeKind
  auctionId: string
  lotNumber: number
  title: string
  currency: string
  at: string
  /** The lot's, or what it was sold or is offered for. */
  price?: number
  endsAt?: string
  offerId?: string
  expiresAt?: string
  orderId?: string
  payableUntil?: string | null
  reason?: string | null
}

export function noticeOf({ kind, at, until, lot }: FoundNotice): Notice {
  const { id: auctionId, lotNumber, title, currency, price, endsAt, sale, offer, cancelReason } = lot
  const notice = { kind, auctionId, lotNumber, title, currency, at }
  switch (kind) {
    case 'outbid':
    case 'closing_soon':
      return { ...notice, price, endsAt }
    case 'won':
      return { ...notice, price: sale?.price ?? price }
    case 'order_to_pay':
      return sale === null ? notice : { ...notice, price: sale.price, orderId: sale.saleId, payableUntil: until }
    case 'sold':
      return sale === null ? { ...notice, price } : { ...notice, price: sale.price, orderId: sale.saleId }
    case 'unsold':
    case 'lost':
    case 'reserve_not_met':
      return { ...notice, price }
    case 'cancelled':
      return { ...notice, reason: cancelReason }
    case 'offer':
      return offer === null
        ? notice
        : { ...notice, price: offer.price, offerId: offer.offerId, expiresAt: offer.expiresAt }
    default:
      return kind satisfies never
  }
}
