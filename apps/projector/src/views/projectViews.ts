import type { Metadata, WireMessage } from '@gavel/event-contracts'
import type { MessageProducer } from '@gavel/messaging'
import type pg from 'pg'
import { publishNewest } from '../publishNewest.ts'
import { type Fold, foldViews, type ViewEvent } from './foldViews.ts'
import type { StoredView } from './storedView.ts'
import type { ViewTable } from './viewTable.ts'

/** One kind of view: what it is folded from, where it is kept, and how it is told. */
export type Projection<View extends StoredView, Event extends ViewEvent> = {
  fold: Fold<View, Event>
  table: ViewTable<View>
  toWire(view: View, metadata: Metadata): WireMessage
}

/**
 * Folds events into the stored views and publishes what they are now, also for events seen before: a crash in between
 * heals.
 *
 * @throws MissingEvents when the log has a gap; ViewsUndelivered; whatever the database throws.
 */
export async function projectViews<View extends StoredView, Event extends ViewEvent>(
  { pool, producer }: { pool: pg.Pool; producer: MessageProducer },
  { fold, table, toWire }: Projection<View, Event>,
  events: readonly Event[],
): Promise<void> {
  if (events.length === 0) return
  const ids = [...new Set(events.map(fold.idOf))]
  const { touched, changed, metadata } = foldViews(fold, await table.load(pool, ids), events)
  await table.save(pool, changed)
  await publishNewest(touched, {
    producer,
    toWire(view) {
      const known = metadata.get(view.id)
      if (known === undefined) throw new Error(`no event of this batch is about ${view.id}`)
      return toWire(view, known)
    },
    overtaken: (published) => table.overtaken(pool, published),
  })
}
