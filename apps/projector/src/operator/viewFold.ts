import type { WireInput } from '@gavel/event-contracts'
import { type CheckedKind, type CheckLine, type CheckOptions, checkKind, lineOf, type StoredAt } from '@gavel/operator'
import type pg from 'pg'
import { type IdentifiedTable, idsBetween } from '../sql/idsBetween.ts'
import type { ViewEvent } from '../views/foldViews.ts'
import type { Projection } from '../views/projectViews.ts'
import type { StoredView } from '../views/storedView.ts'
import type { KindFold } from './kindFold.ts'

const viewAt = (view: StoredView): StoredAt => ({ version: view.version, number: null, state: { ...view } })

type Parts<View extends StoredView, Event extends ViewEvent> = {
  kind: CheckedKind
  table: IdentifiedTable
  projection: Projection<View, Event>
  read(input: WireInput): Event
}

/** Of a kind whose views are folded from their own streams alone. */
export function viewFold<View extends StoredView, Event extends ViewEvent>(
  { kind, table, projection, read }: Parts<View, Event>,
  { pool, options, write }: { pool: pg.Pool; options: CheckOptions; write(line: CheckLine): Promise<void> },
): KindFold<View, Event> {
  const stored = {
    async at(id: string) {
      const view = (await projection.table.load(pool, [id])).get(id)
      return view === undefined ? undefined : viewAt(view)
    },
    idsBetween: (after: string, before: string | null, limit: number) =>
      idsBetween(pool, table, { after, before, limit }),
  }
  return {
    check: checkKind(kind, stored, options),
    read,
    next: projection.fold.next,
    at: viewAt,
    tell: (view, event, of) => write(lineOf('view', of, projection.toWire(view, event.metadata))),
  }
}
