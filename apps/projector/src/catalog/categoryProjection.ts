import type { CatalogEvent, CategoryView, Metadata } from '@gavel/event-contracts'
import { MissingEvents } from '../auction/missingEvents.ts'

/**
 * A category after one more event; the same when the event was folded before.
 *
 * @throws MissingEvents; Error when the log is broken.
 */
export function evolve(category: CategoryView | undefined, event: CatalogEvent): CategoryView {
  const version = category?.version ?? 0
  if (category !== undefined && event.version <= version) return category
  if (event.version > version + 1) throw new MissingEvents(`category ${event.streamId}`, version, event.version)
  const { streamId: id, occurredAt } = event
  switch (event.type) {
    case 'category.added': {
      if (category !== undefined) throw new Error(`category ${id} is added twice`)
      return { id, version: event.version, ...event.data, createdAt: occurredAt, updatedAt: occurredAt }
    }
    case 'category.renamed': {
      if (category === undefined) throw new Error(`category ${id} is renamed before it is added`)
      return { ...category, ...event.data, version: event.version, updatedAt: occurredAt }
    }
    default:
      return event satisfies never
  }
}

export type FoldedCategories = {
  /** Every category that the batch touches, as it stands now. */
  touched: readonly CategoryView[]
  /** Those of them that the batch changed. */
  changed: readonly CategoryView[]
  /** Of the newest event of each, by id. */
  metadata: ReadonlyMap<string, Metadata>
}

/** Folds events, in the order of their streams, into the stored categories. @throws as `evolve` does. */
export function foldCategories(
  stored: ReadonlyMap<string, CategoryView>,
  events: readonly CatalogEvent[],
): FoldedCategories {
  const categories = new Map<string, CategoryView>()
  const newest = new Map<string, CatalogEvent>()
  for (const event of events) {
    const { streamId: id } = event
    categories.set(id, evolve(categories.get(id) ?? stored.get(id), event))
    if (event.version > (newest.get(id)?.version ?? 0)) newest.set(id, event)
  }
  const touched = [...categories.values()]
  return {
    touched,
    changed: touched.filter((category) => category !== stored.get(category.id)),
    metadata: new Map([...newest].map(([id, { metadata }]) => [id, metadata])),
  }
}
