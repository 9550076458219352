import type { CatalogView, CategoryView, ProductView, SkuView } from '@gavel/event-contracts'
import type { Queryable } from '../sql/queryable.ts'
import { saveCategories } from '../sql/saveCategories.ts'
import { saveProducts } from '../sql/saveProducts.ts'
import { saveSkus } from '../sql/saveSkus.ts'

/** Writes the catalogue into the tables. What is older than what is stored changes nothing. */
export async function materialiseCatalog(db: Queryable, views: readonly CatalogView[]): Promise<void> {
  const categories: CategoryView[] = []
  const products: ProductView[] = []
  const skus: SkuView[] = []
  for (const view of views) {
    if (view.type === 'category.view') categories.push(view.data)
    else if (view.type === 'product.view') products.push(view.data)
    else skus.push(view.data)
  }
  await saveCategories(db, categories)
  // A product that is there shows its SKUs with it.
  await saveSkus(db, skus)
  await saveProducts(db, products)
}
