import { type CatalogEvent, catalogViewToWire, type SkuFact, type SkuView, skuView } from '@gavel/event-contracts'
import type { Projection } from '../views/projectViews.ts'
import { viewTable } from '../views/viewTable.ts'

export type SkuEvent = Extract<CatalogEvent, { type: SkuFact['type'] }>

/** What an event changes of the view, beside its version and its time. @throws Error when the log is broken */
function changeBy(event: SkuEvent): Partial<SkuView> {
  switch (event.type) {
    case 'sku.added':
      throw new Error(`SKU ${event.streamId} is added twice`)
    case 'sku.repriced':
      return { price: event.data.price }
    case 'stock.adjusted':
    case 'stock.taken':
    case 'stock.returned':
      return { stock: event.data.stock }
    default:
      return event satisfies never
  }
}

export const skus: Projection<SkuView, SkuEvent> = {
  fold: {
    what: 'SKU',
    idOf: ({ streamId }) => streamId,
    next(sku, event) {
      const { streamId: id, version, occurredAt: updatedAt } = event
      if (sku !== undefined) return { ...sku, ...changeBy(event), version, updatedAt }
      if (event.type !== 'sku.added') throw new Error(`SKU ${id} is not added before ${event.type}`)
      return { id, version, ...event.data, createdAt: updatedAt, updatedAt }
    },
  },
  table: viewTable('skus', skuView),
  toWire: (data, metadata) => catalogViewToWire({ type: 'sku.view', data, metadata }),
}
