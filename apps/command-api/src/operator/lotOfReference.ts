import { createEventStore, streamTypeOf } from '@gavel/event-store'
import { UsageError } from '@gavel/operator'
import type pg from 'pg'
import { createLotRegister } from '../auction/lotRegister.ts'
import { checkedLogs } from './checkedLogs.ts'

/** The id of a lot that there is, by its number or id. @throws UsageError */
export async function lotOfReference(pool: pg.Pool, reference: string): Promise<string> {
  const auctionId = await createLotRegister(pool, createEventStore(pool)).resolve(reference)
  // An id may be anything's: a member's, an order's.
  const isLot = auctionId !== undefined && (await streamTypeOf(pool, auctionId)) === checkedLogs.lot.streamType
  if (isLot) return auctionId
  throw new UsageError(`There is no lot ${reference}`)
}
