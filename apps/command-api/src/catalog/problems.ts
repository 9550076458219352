import { classicAnswer, Problem } from '@gavel/service-kit'
import { problemReply } from '../http/problemReply.ts'
import { outcomeUnknown, retryLater } from '../http/unsettled.ts'
import type { DialectOf } from '../idempotency/tell.ts'
import type { CategoryRefusal } from './rules/naming.ts'
import type { SkuRefusal } from './rules/shelving.ts'

export const noSuchCategory = (): Problem => new Problem('not_found', { detail: 'There is no such category.' })

/** The words of `/v1`. */
export const categoryProblems: DialectOf<CategoryRefusal> = {
  refused: (refusal, req) => problemReply(problemOf(refusal), req.path),
  retryLater,
  outcomeUnknown: () => outcomeUnknown('Read it, or send the same Idempotency-Key again.'),
}

/** Those of the older accounts service. */
export const classicCategoryProblems: DialectOf<CategoryRefusal> = {
  refused: (refusal) => classicAnswer(problemOf(refusal)),
  retryLater,
  outcomeUnknown: () => outcomeUnknown('Read it, or send the same Idempotency-Key again.'),
}

/** Why somebody's command on a product or a SKU of it is refused. */
export type ProductRefusal =
  | { code: 'not_found'; what: 'product' }
  | { code: 'sku_exists'; skuCode: string }
  | SkuRefusal

export const productProblems: DialectOf<ProductRefusal> = {
  refused: (refusal, req) => problemReply(productProblem(refusal), req.path),
  retryLater,
  outcomeUnknown: () => outcomeUnknown('Read it, or send the same Idempotency-Key again.'),
}

/** Of a SKU of which there is too little. */
export const stockWords = (stock: number): string => (stock === 0 ? 'None is left.' : `Only ${stock} left.`)

export const noSuch = (what: 'product' | 'SKU'): Problem =>
  new Problem('not_found', { detail: `There is no such ${what}.` })

function productProblem(refusal: ProductRefusal): Problem {
  switch (refusal.code) {
    case 'not_found':
      return noSuch(refusal.what)
    case 'sku_exists':
      return new Problem(refusal.code, { detail: `This product has a SKU with the code ${refusal.skuCode}.` })
    case 'insufficient_stock':
      return new Problem(refusal.code, { detail: stockWords(refusal.stock), extra: { stock: refusal.stock } })
    case 'stock_too_large': {
      const errors = [{ path: 'stockChange', message: `must not make it more than ${refusal.stockMax}` }]
      return new Problem('invalid_input', { extra: { errors } })
    }
    default:
      return refusal satisfies never
  }
}

function problemOf({ code }: CategoryRefusal): Problem {
  switch (code) {
    case 'not_found':
      return noSuchCategory()
    case 'category_exists':
      return new Problem('category_exists')
    default:
      return code satisfies never
  }
}
