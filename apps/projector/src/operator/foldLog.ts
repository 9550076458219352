import {
  auctionEventFromWire,
  catalogEventFromWire,
  memberEventFromWire,
  orderEventFromWire,
  type WireInput,
} from '@gavel/event-contracts'
import type { MessageProducer } from '@gavel/messaging'
import { type CheckedKind, CutShort, checkLine, wireOf } from '@gavel/operator'
import type pg from 'pg'
import { projectBatch } from '../auction/projectBatch.ts'
import { projectCatalog } from '../catalog/projectCatalog.ts'
import { projectMembers } from '../member/projectMembers.ts'
import { orders } from '../order/orderProjection.ts'
import { projectViews } from '../views/projectViews.ts'

type Stores = { pool: pg.Pool; producer: MessageProducer }

const batchMax = 500

const catalog = (stores: Stores, inputs: readonly WireInput[]) =>
  projectCatalog(stores, inputs.map(catalogEventFromWire))

const projections: Record<CheckedKind, (stores: Stores, inputs: readonly WireInput[]) => Promise<unknown>> = {
  lot: (stores, inputs) => projectBatch(stores, inputs.map(auctionEventFromWire)),
  order: (stores, inputs) => projectViews(stores, orders, inputs.map(orderEventFromWire)),
  product: catalog,
  SKU: catalog,
  category: catalog,
  member: (stores, inputs) => projectMembers(stores, inputs.map(memberEventFromWire)),
}

/**
 * Folds all events in `lines`, as command-api tells them from its log, and publishes the views: whatever Kafka still has
 * of them.
 *
 * @throws CutShort when the lines end before all is told; what a projection throws.
 */
export async function foldLog(lines: AsyncIterable<unknown>, stores: Stores): Promise<void> {
  let kind: CheckedKind = 'lot'
  let batch: WireInput[] = []
  const fold = async (): Promise<void> => {
    if (batch.length > 0) await projections[kind](stores, batch)
    batch = []
  }
  for await (const line of lines) {
    const parsed = checkLine.parse(line)
    if (parsed.say === 'done') return fold()
    if (parsed.say !== 'event') throw new Error(`a line that says ${parsed.say} came where events are read`)
    if (parsed.of.kind !== kind || batch.length === batchMax) await fold()
    kind = parsed.of.kind
    batch.push(wireOf(parsed.message))
  }
  throw new CutShort('projector: the log was not told to its end')
}
