import {
  type CatalogEvent,
  catalogViewToWire,
  type ProductFact,
  type ProductView,
  productView,
} from '@gavel/event-contracts'
import type { Projection } from '../views/projectViews.ts'
import { viewTable } from '../views/viewTable.ts'

export type ProductEvent = Extract<CatalogEvent, { type: ProductFact['type'] }>

export const products: Projection<ProductView, ProductEvent> = {
  fold: {
    what: 'product',
    idOf: ({ streamId }) => streamId,
    next(product, event) {
      const { streamId: id, version, occurredAt: updatedAt } = event
      switch (event.type) {
        case 'product.added':
          if (product !== undefined) throw new Error(`product ${id} is added twice`)
          return { id, version, ...event.data, createdAt: updatedAt, updatedAt }
        case 'product.renamed':
          if (product === undefined) throw new Error(`product ${id} is renamed before it is added`)
          return { ...product, ...event.data, version, updatedAt }
        default:
          return event satisfies never
      }
    },
  },
  table: viewTable('products', productView),
  toWire: (data, metadata) => catalogViewToWire({ type: 'product.view', data, metadata }),
}
