import type { WireInput } from '@gavel/event-contracts'
import { type CheckedKind, type CheckLine, type CheckOptions, checkKind, idsIn, lineOf, viewAt } from '@gavel/operator'
import type pg from 'pg'
import type { ViewEvent } from '../views/foldViews.ts'
import type { Projection } from '../views/projectViews.ts'
import type { StoredView } from '../views/storedView.ts'
import type { KindFold } from './kindFold.ts'

type Parts<View extends StoredView, Event extends ViewEvent> = {
  kind: CheckedKind
  /** Ours, and never a user's. */
  table: string
  projection: Projection<View, Event>
  read(input: WireInput): Event
}

/** Of a kind whose views are folded from their own streams alone. */
export function viewFold<View extends StoredView, Event extends ViewEvent>(
  { kind, table, projection, read }: Parts<View, Event>,
  { pool, options, write }: { pool: pg.Pool; options: CheckOptions; write(line: CheckLine): Promise<void> },
): KindFold<View, Event> {
  const at = (view: View) => viewAt({ ...view })
  const stored = {
    async at(id: string) {
      const view = (await projection.table.load(pool, [id])).get(id)
      return view === undefined ? undefined : at(view)
    },
    idsBetween: idsIn(pool, `select id from ${table}`),
  }
  return {
    check: checkKind(kind, stored, options),
    read,
    next: projection.fold.next,
    at,
    tell: (view, event, of) => write(lineOf('view', of, projection.toWire(view, event.metadata))),
  }
}
