import type { ProductFact } from '@gavel/event-contracts'
import { accept, refuse, type Verdict } from '../../rules/verdict.ts'

export type ListedProduct = { productNumber: number; name: string }

/** Null: there is none yet. */
export type Product = ListedProduct | null

export const noProduct: Product = null

/** @throws Error on a log that no rule has written. */
export function evolve(product: Product, fact: ProductFact): Product {
  switch (fact.type) {
    case 'product.added': {
      const { productNumber, name } = fact.data
      return { productNumber, name }
    }
    case 'product.renamed':
      if (product === null) throw new Error('a product is added before it is renamed')
      return { ...product, name: fact.data.name }
    default:
      return fact satisfies never
  }
}

type ProductVerdict = Verdict<ProductFact, ListedProduct, { code: 'not_found'; what: 'product' }>

/** Its id and its number were drawn for it. `skuCount`: of the SKUs that are added together with it. */
export function addProduct(product: Product, added: ListedProduct, skuCount: number): ProductVerdict {
  if (product !== null) throw new Error('an id was drawn twice')
  return accept([{ type: 'product.added', data: { ...added, skuCount } }], added)
}

/** Orders keep the name that they were placed under. */
export function renameProduct(product: Product, name: string): ProductVerdict {
  if (product === null) return refuse({ code: 'not_found', what: 'product' })
  const renamed = { ...product, name }
  return accept(product.name === name ? [] : [{ type: 'product.renamed', data: { name } }], renamed)
}
