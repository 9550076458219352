import { type AuctionFact, readAuctionFact } from '@gavel/event-contracts'
import { z } from 'zod'
import type { Gavel } from './gavel.ts'

/** An event as it is stored. */
export type Logged = AuctionFact & { version: number; occurredAtMs: number }

const events = `
select version, type, schema_version, occurred_at, data
from command.events
where stream_id = $1
order by version`

const eventRow = z.object({
  version: z.int(),
  type: z.string(),
  schema_version: z.int(),
  occurred_at: z.date(),
  data: z.unknown(),
})

/** The lot's events, oldest first, straight from the event store. */
export async function readLog(gavel: Gavel, lotId: string): Promise<readonly Logged[]> {
  const { rows } = await gavel.database.query(events, [lotId])
  return rows.map((row) => {
    const { version, type, schema_version, occurred_at, data } = eventRow.parse(row)
    return { ...readAuctionFact(type, schema_version, data), version, occurredAtMs: occurred_at.getTime() }
  })
}

/** An entry of the list of bids. */
export type LoggedBid = {
  bidId: string
  paddleNumber: number
  bidderId: string
  type: 'exact' | 'max' | 'buy_now'
  amount: number
  /** How far the bidder goes. */
  maximum: number
  leads: boolean
  /** The house's answer for the leader. */
  auto: boolean
  /** By the end of the log. */
  retracted: boolean
  version: number
  occurredAtMs: number
}

/** Every bid, automatic answer and purchase, oldest first: what is retracted stays in the list. */
export function bidsIn(log: readonly Logged[]): readonly LoggedBid[] {
  const retracted = new Set(log.flatMap((event) => (event.type === 'bid.retracted' ? event.data.bidIds : [])))
  return log.flatMap((event): LoggedBid[] => {
    const { version, occurredAtMs } = event
    if (event.type === 'bid.placed') {
      const { bidder, price: _, ...bid } = event.data
      const { id: bidderId, paddleNumber } = bidder
      return [{ ...bid, bidderId, paddleNumber, retracted: retracted.has(bid.bidId), version, occurredAtMs }]
    }
    if (event.type === 'auction.bought_now') {
      const { bidId, buyer, price } = event.data
      const bought = { type: 'buy_now', amount: price, maximum: price, leads: true, auto: false } as const
      const { id: bidderId, paddleNumber } = buyer
      return [{ ...bought, bidId, bidderId, paddleNumber, retracted: false, version, occurredAtMs }]
    }
    return []
  })
}

const sizes = `
select (select count(*)::int from command.events) as events,
       (select count(*)::int from command.streams) as streams,
       (select count(*)::int from command.claims) as claims`

const sizesRow = z.object({ events: z.int(), streams: z.int(), claims: z.int() })

/** How much is stored: the same before and after means that nothing was. */
export async function logSize(gavel: Gavel): Promise<z.output<typeof sizesRow>> {
  const { rows } = await gavel.database.query(sizes)
  return sizesRow.parse(rows[0])
}
