import { type CatalogEvent, type CategoryFact, type CategoryView, catalogViewToWire } from '@gavel/event-contracts'
import { loadCategories } from '../sql/loadCategories.ts'
import { overtakenCategories } from '../sql/overtakenCategories.ts'
import { saveCategories } from '../sql/saveCategories.ts'
import type { Projection } from '../views/projectViews.ts'

export type CategoryEvent = Extract<CatalogEvent, { type: CategoryFact['type'] }>

export const categories: Projection<CategoryView, CategoryEvent> = {
  fold: {
    what: 'category',
    idOf: ({ streamId }) => streamId,
    next(category, event) {
      const { streamId: id, version, occurredAt: updatedAt } = event
      switch (event.type) {
        case 'category.added':
          if (category !== undefined) throw new Error(`category ${id} is added twice`)
          return { id, version, ...event.data, createdAt: updatedAt, updatedAt }
        case 'category.renamed':
          if (category === undefined) throw new Error(`category ${id} is renamed before it is added`)
          return { ...category, ...event.data, version, updatedAt }
        default:
          return event satisfies never
      }
    },
  },
  table: { load: loadCategories, save: saveCategories, overtaken: overtakenCategories },
  toWire: (data, metadata) => catalogViewToWire({ type: 'category.view', data, metadata }),
}
