import { createEventStore, eventPages } from '@gavel/event-store'
import { UsageError } from '@gavel/operator'
import type pg from 'pg'
import { createLotRegister } from '../auction/lotRegister.ts'

/** The id of a lot that there is, by its number or id. @throws UsageError */
export async function lotOfReference(pool: pg.Pool, reference: string): Promise<string> {
  const auctionId = await createLotRegister(pool, createEventStore(pool)).resolve(reference)
  if (auctionId !== undefined && (await isLot(pool, auctionId))) return auctionId
  throw new UsageError(`There is no lot ${reference}`)
}

/** An id may be anything's: a member, an order. */
async function isLot(pool: pg.Pool, streamId: string): Promise<boolean> {
  for await (const [first] of eventPages(pool, streamId, 0)) return first?.type === 'auction.listed'
  return false
}
