import type { SkuFact } from '@gavel/event-contracts'

/** Something of a product that can be ordered: its price for one in minor units, and how much of it is there. */
export type ListedSku = {
  skuNumber: number
  productId: string
  code: string
  price: number
  currency: string
  stock: number
}

/** Null: there is none yet. */
export type Sku = ListedSku | null

export const noSku: Sku = null

/** @throws Error on a log that no rule has written. */
export function evolve(sku: Sku, fact: SkuFact): Sku {
  if (fact.type === 'sku.added') return fact.data
  if (sku === null) throw new Error(`a SKU is added before ${fact.type}`)
  switch (fact.type) {
    case 'sku.repriced':
      return { ...sku, price: fact.data.price }
    case 'stock.adjusted':
    case 'stock.taken':
    case 'stock.returned':
      return { ...sku, stock: fact.data.stock }
    default:
      return fact satisfies never
  }
}
