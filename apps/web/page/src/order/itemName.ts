import type { Order } from '../api/order.ts'
import type { Messages } from '../language/en.ts'

/** What an order is for. */
export const itemName = ({ item }: Order, t: Messages): string =>
  item.kind === 'lot' ? t.order.lot(item.lotNumber) : `${item.productName}, ${item.code} × ${item.quantity}`
