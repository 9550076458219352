import type { Metadata } from '@gavel/event-contracts'
import { MissingEvents } from '../auction/missingEvents.ts'
import type { StoredView } from './storedView.ts'

export type ViewEvent = { version: number; metadata: Metadata }

/** How the events of one kind of stream make up its view. */
export type Fold<View extends StoredView, Event extends ViewEvent> = {
  /** As in "order <id>". */
  what: string
  idOf(event: Event): string
  /** The view after the event that is next. @throws Error when the log is broken */
  next(view: View | undefined, event: Event): View
}

export type FoldedViews<View> = {
  /** Every one that the batch touches, as it stands now. */
  touched: readonly View[]
  /** Those of them that the batch changed. */
  changed: readonly View[]
  /** Of the newest event of each, by id. */
  metadata: ReadonlyMap<string, Metadata>
}

/**
 * Folds events, in the order of their streams, into the stored views; those folded before change nothing.
 *
 * @throws MissingEvents, and what `next` throws.
 */
export function foldViews<View extends StoredView, Event extends ViewEvent>(
  { what, idOf, next }: Fold<View, Event>,
  stored: ReadonlyMap<string, View>,
  events: readonly Event[],
): FoldedViews<View> {
  const views = new Map<string, View>()
  const newest = new Map<string, Event>()
  for (const event of events) {
    const id = idOf(event)
    const known = views.get(id) ?? stored.get(id)
    const version = known?.version ?? 0
    if (event.version > version + 1) throw new MissingEvents(`${what} ${id}`, version, event.version)
    views.set(id, known !== undefined && event.version <= version ? known : next(known, event))
    if (event.version > (newest.get(id)?.version ?? 0)) newest.set(id, event)
  }
  const touched = [...views.values()]
  return {
    touched,
    changed: touched.filter((view) => view !== stored.get(view.id)),
    metadata: new Map([...newest].map(([id, { metadata }]) => [id, metadata])),
  }
}
