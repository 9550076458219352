import type { CatalogEvent } from '@gavel/event-contracts'
import type { MessageProducer } from '@gavel/messaging'
import type pg from 'pg'
import { projectViews } from '../views/projectViews.ts'
import { type CategoryEvent, categories } from './categoryProjection.ts'
import { type ProductEvent, products } from './productProjection.ts'
import { type SkuEvent, skus } from './skuProjection.ts'

/** Each kind of stream for itself. @throws as projectViews does */
export async function projectCatalog(
  stores: { pool: pg.Pool; producer: MessageProducer },
  events: readonly CatalogEvent[],
): Promise<void> {
  await projectViews(stores, categories, events.filter(isOfCategory))
  await projectViews(stores, products, events.filter(isOfProduct))
  await projectViews(stores, skus, events.filter(isOfSku))
}

export const isOfCategory = (event: CatalogEvent): event is CategoryEvent => event.type.startsWith('category.')
export const isOfProduct = (event: CatalogEvent): event is ProductEvent => event.type.startsWith('product.')
export const isOfSku = (event: CatalogEvent): event is SkuEvent => !isOfCategory(event) && !isOfProduct(event)
