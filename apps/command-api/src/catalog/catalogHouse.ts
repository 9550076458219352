import type { CatalogFact, CategoryFact, ProductFact, SkuFact } from '@gavel/event-contracts'
import type { EventStore, RuntimeMetrics } from '@gavel/event-store'
import { type CatalogStreams, createCatalogStreams } from './catalogStreams.ts'
import * as categories from './rules/category.ts'
import * as products from './rules/product.ts'
import * as skus from './rules/sku.ts'

/** Everything the catalogue names: each thing has a stream of its own. */
export type CatalogHouse = {
  categories: CatalogStreams<categories.Category, CategoryFact>
  products: CatalogStreams<products.Product, ProductFact>
  skus: CatalogStreams<skus.Sku, SkuFact>
  stop(): Promise<void>
}

/** Of one SKU, at the same time: they are served by the hundred, and what is sold out is told at once. */
const buyersMax = 5_000

/** Runs the pure rules of the catalogue on its streams. */
export function createCatalogHouse(options: {
  store: EventStore
  now: () => number
  newId: () => string
  metricsOf?: (kind: string) => RuntimeMetrics
}): CatalogHouse {
  const { metricsOf = () => ({}), ...common } = options
  const house = {
    categories: createCatalogStreams({
      ...common,
      metrics: metricsOf('category'),
      streamType: 'category',
      initial: categories.noCategory,
      evolve: categories.evolve,
      isOwn: isOfCategory,
    }),
    products: createCatalogStreams({
      ...common,
      metrics: metricsOf('product'),
      streamType: 'product',
      initial: products.noProduct,
      evolve: products.evolve,
      isOwn: isOfProduct,
    }),
    skus: createCatalogStreams({
      ...common,
      metrics: metricsOf('sku'),
      limits: { maxQueuePerStream: buyersMax },
      streamType: 'sku',
      initial: skus.noSku,
      evolve: skus.evolve,
      isOwn: isOfSku,
    }),
  }
  return {
    ...house,
    async stop() {
      await Promise.all(Object.values(house).map((streams) => streams.stop()))
    },
  }
}

const isOfCategory = (fact: CatalogFact): fact is CategoryFact => fact.type.startsWith('category.')
const isOfProduct = (fact: CatalogFact): fact is ProductFact => fact.type.startsWith('product.')
const isOfSku = (fact: CatalogFact): fact is SkuFact => fact.type.startsWith('sku.') || fact.type.startsWith('stock.')
