import { type SkuFact, stockMax } from '@gavel/event-contracts'
import { accept, refuse, type Verdict } from '../../rules/verdict.ts'
import type { ListedSku } from './sku.ts'

type NotEnough = { code: 'insufficient_stock'; stock: number }

/** Takes what an order wants, all of it or nothing: stock is never negative. */
export function takeStock(
  { stock }: ListedSku,
  { orderId, quantity }: { orderId: string; quantity: number },
): Verdict<SkuFact, null, NotEnough> {
  if (quantity > stock) return refuse({ code: 'insufficient_stock', stock })
  return accept([{ type: 'stock.taken', data: { orderId, quantity, stock: stock - quantity } }], null)
}

/**
 * Gives back what an order had taken. Whoever calls it sees to it that this happens once. What was filled up to the brim
 * meanwhile stays full.
 */
export const returnStock = (
  { stock }: ListedSku,
  { orderId, quantity, reason }: { orderId: string; quantity: number; reason: 'cancelled' | 'expired' },
): SkuFact => ({
  type: 'stock.returned',
  data: { orderId, quantity, stock: Math.min(stock + quantity, stockMax), reason },
})

/** What came in (positive), or was lost (negative). @returns the facts, none for a change of nothing. */
export function adjustStock(
  { stock }: ListedSku,
  change: number,
): Verdict<SkuFact, null, NotEnough | { code: 'stock_too_large'; stockMax: number }> {
  const after = stock + change
  if (after < 0) return refuse({ code: 'insufficient_stock', stock })
  if (after > stockMax) return refuse({ code: 'stock_too_large', stockMax })
  return accept(change === 0 ? [] : [{ type: 'stock.adjusted', data: { change, stock: after } }], null)
}
