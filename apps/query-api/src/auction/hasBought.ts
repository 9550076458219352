import type { LotView } from '@gavel/event-contracts'

/** Whether the lot is his. Those sold before sales stood in their views were sold to whoever led. */
export function hasBought({ sale, outcome, leader }: LotView, id: string): boolean {
  if (sale !== null) return sale.buyer.id === id && !sale.failed
  return (outcome === 'sold' || outcome === 'bought_now') && leader?.id === id
}
