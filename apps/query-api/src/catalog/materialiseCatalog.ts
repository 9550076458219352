import type { CatalogView } from '@gavel/event-contracts'
import type { Queryable } from '../sql/queryable.ts'
import { saveCategories } from '../sql/saveCategories.ts'

/** Writes the catalogue into the tables. What is older than what is stored changes nothing. */
export async function materialiseCatalog(db: Queryable, views: readonly CatalogView[]): Promise<void> {
  await saveCategories(
    db,
    views.map(({ data }) => data),
  )
}
