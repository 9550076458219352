import type { LotView } from '@gavel/event-contracts'
import type { LotReference } from '../auction/lotReference.ts'
import { lotColumns, lotOf } from './lotRow.ts'
import type { Queryable } from './queryable.ts'

const byId = { name: 'load-lot-by-id', text: `select ${lotColumns} from lots where id = $1` }
const byNumber = { name: 'load-lot-by-number', text: `select ${lotColumns} from lots where lot_number = $1` }

export async function loadLot(db: Queryable, reference: LotReference): Promise<LotView | undefined> {
  const { rows } =
    reference.kind === 'id'
      ? await db.query({ ...byId, values: [reference.id] })
      : await db.query({ ...byNumber, values: [reference.lotNumber] })
  return rows.map(lotOf)[0]
}
