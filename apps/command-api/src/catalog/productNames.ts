import { LRUCache } from 'lru-cache'
import type { ProductNames } from '../order/shelf.ts'
import { accept } from '../rules/verdict.ts'
import type { CatalogHouse } from './catalogHouse.ts'

const rememberedMax = 10_000
/** For so long an order may keep the name that a product had before. */
const rememberedMs = 5_000

export function createProductNames({ products }: Pick<CatalogHouse, 'products'>): ProductNames {
  const known = new LRUCache<string, string>({ max: rememberedMax, ttl: rememberedMs })
  return {
    peek: (productId) => known.get(productId),
    async read(productId) {
      const found = await products.execute(productId, (product) => accept([], product?.name), {
        metadata: { actor: 'service:command-api', correlationId: productId },
      })
      if (found.kind !== 'accepted') throw new Error(`the product ${productId} can not be read: ${found.kind}`)
      if (found.answer === undefined) throw new Error(`there is a SKU of no product ${productId}`)
      known.set(productId, found.answer)
      return found.answer
    },
  }
}
