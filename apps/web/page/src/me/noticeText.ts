import type { Notice } from '../api/notice.ts'
import type { Speech } from '../language/LanguageProvider.tsx'

export function noticeText({ kind, title, price = 0, currency }: Notice, { t, money }: Speech): string {
  const shown = money(price, currency)
  switch (kind) {
    case 'outbid':
    case 'won':
    case 'offer':
    case 'order_to_pay':
    case 'sold':
      return t.notice[kind](title, shown)
    case 'unsold':
    case 'lost':
    case 'reserve_not_met':
    case 'closing_soon':
    case 'cancelled':
      return t.notice[kind](title)
    default:
      return kind satisfies never
  }
}

/** Where one goes on from it. */
export const noticeHref = ({ kind, orderId, lotNumber }: Notice): string =>
  kind === 'order_to_pay' && orderId !== undefined ? `/me/orders/${orderId}` : `/lots/${lotNumber}`
