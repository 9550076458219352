import type { SkuFact } from '@gavel/event-contracts'
import { accept, refuse, type Verdict } from '../../rules/verdict.ts'
import { evolve, type ListedSku, type Sku } from './sku.ts'
import { adjustStock } from './stock.ts'

export type SkuRefusal =
  | { code: 'not_found'; what: 'SKU' }
  | { code: 'insufficient_stock'; stock: number }
  | { code: 'stock_too_large'; stockMax: number }

type SkuVerdict = Verdict<SkuFact, ListedSku, SkuRefusal>

/** Whether its code is free among its product's is known by its claim alone, which is taken with the fact. */
export function addSku(sku: Sku, added: ListedSku): SkuVerdict {
  if (sku !== null) throw new Error('an id was drawn twice')
  return accept([{ type: 'sku.added', data: added }], added)
}

/** A new price is that of orders from now on. `stockChange`: what came in, or (negative) was lost. Both or neither. */
export function reviseSku(sku: Sku, changes: { price?: number; stockChange?: number }): SkuVerdict {
  if (sku === null) return refuse({ code: 'not_found', what: 'SKU' })
  const { price = sku.price, stockChange = 0 } = changes
  const adjusted = adjustStock(sku, stockChange)
  if (!adjusted.accepted) return adjusted
  const repriced: readonly SkuFact[] = price === sku.price ? [] : [{ type: 'sku.repriced', data: { price } }]
  const facts = [...repriced, ...adjusted.facts]
  return accept(facts, facts.reduce<Sku>(evolve, sku) ?? sku)
}
