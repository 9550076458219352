import { type CatalogEvent, catalogEventFromWire, orderEventFromWire, type WireInput } from '@gavel/event-contracts'
import {
  type CheckedKind,
  type CheckLine,
  CutShort,
  checkLine,
  checkLots,
  type Finding,
  inTurn,
  type OfStream,
  wireOf,
} from '@gavel/operator'
import type pg from 'pg'
import { categories } from '../catalog/categoryProjection.ts'
import { products } from '../catalog/productProjection.ts'
import { isOfCategory, isOfProduct, isOfSku } from '../catalog/projectCatalog.ts'
import { skus } from '../catalog/skuProjection.ts'
import { orders } from '../order/orderProjection.ts'
import { type Folding, folding } from './kindFold.ts'
import { lotFold, storedLots } from './lotFold.ts'
import { memberFold } from './memberFold.ts'
import { viewFold } from './viewFold.ts'

/**
 * Folds the events in `lines`, stream by stream, holds what is stored against the folds, and hands on, as lines, what was
 * found and every view that follows from the log, for the next store to be held against.
 *
 * @throws CutShort when the lines end before all is told.
 */
export async function checkLog(
  lines: AsyncIterable<unknown>,
  { pool, isWholeHouse, write }: { pool: pg.Pool; isWholeHouse: boolean; write(line: CheckLine): Promise<void> },
): Promise<void> {
  const options = {
    name: 'projector',
    isWholeHouse,
    tell: (finding: Finding) => write({ say: 'finding', finding }),
  }
  const around = { pool, options, write }
  const folds: Record<CheckedKind, Folding> = {
    lot: folding(lotFold(checkLots(storedLots(pool), options), write)),
    order: folding(viewFold({ kind: 'order', table: 'orders', projection: orders, read: orderEventFromWire }, around)),
    product: folding(
      viewFold({ kind: 'product', table: 'products', projection: products, read: ofCatalog(isOfProduct) }, around),
    ),
    SKU: folding(viewFold({ kind: 'SKU', table: 'skus', projection: skus, read: ofCatalog(isOfSku) }, around)),
    category: folding(
      viewFold(
        { kind: 'category', table: 'categories', projection: categories, read: ofCatalog(isOfCategory) },
        around,
      ),
    ),
    member: folding(memberFold(pool, options, write)),
  }
  const turn = inTurn((kind) => folds[kind].check)

  async function take(of: OfStream, input: WireInput): Promise<void> {
    await turn.begin(of)
    await folds[of.kind].take(input, of)
  }

  for await (const line of lines) {
    const parsed = checkLine.parse(line)
    switch (parsed.say) {
      case 'event':
        await take(parsed.of, wireOf(parsed.message))
        break
      case 'nothing':
        await turn.begin(parsed.of)
        await write(parsed)
        break
      case 'done':
        await turn.end()
        return write(parsed)
      default:
        throw new Error(`a line that says ${parsed.say} came where events are read`)
    }
  }
  throw new CutShort('projector: the log was not told to its end')
}

/** @throws when the event is of another kind */
const ofCatalog =
  <Event extends CatalogEvent>(isOfKind: (event: CatalogEvent) => event is Event) =>
  (input: WireInput): Event => {
    const event = catalogEventFromWire(input)
    if (isOfKind(event)) return event
    throw new Error(`${event.type} is in a stream of another kind`)
  }
