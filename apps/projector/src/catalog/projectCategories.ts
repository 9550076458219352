import { type CatalogEvent, type CategoryView, catalogViewToWire } from '@gavel/event-contracts'
import type { MessageProducer } from '@gavel/messaging'
import type pg from 'pg'
import { publishNewest } from '../publishNewest.ts'
import { loadCategories } from '../sql/loadCategories.ts'
import { overtakenCategories } from '../sql/overtakenCategories.ts'
import { saveCategories } from '../sql/saveCategories.ts'
import { foldCategories } from './categoryProjection.ts'

/**
 * Folds events into the stored categories and publishes what they are now, also for events seen before: a crash in
 * between heals.
 *
 * @throws MissingEvents when the log has a gap; ViewsUndelivered; whatever the database throws.
 */
export async function projectCategories(
  { pool, producer }: { pool: pg.Pool; producer: MessageProducer },
  events: readonly CatalogEvent[],
): Promise<void> {
  const ids = [...new Set(events.map(({ streamId }) => streamId))]
  const { touched, changed, metadata } = foldCategories(await loadCategories(pool, ids), events)
  await saveCategories(pool, changed)
  const toWire = (data: CategoryView) => {
    const known = metadata.get(data.id)
    if (known === undefined) throw new Error(`no event of this batch is about ${data.id}`)
    return catalogViewToWire({ type: 'category.view', data, metadata: known })
  }
  await publishNewest(touched, { producer, toWire, overtaken: (published) => overtakenCategories(pool, published) })
}
