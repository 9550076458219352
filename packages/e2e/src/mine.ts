import { z } from 'zod'
import type { Gavel } from './gavel.ts'
import type { ListedLot } from './lots.ts'
import { as } from './people.ts'

const notice = z.looseObject({
  kind: z.enum(['outbid', 'won', 'lost', 'reserve_not_met', 'closing_soon', 'cancelled', 'offer', 'order_to_pay']),
  auctionId: z.uuid(),
  lotNumber: z.int(),
  title: z.string(),
  currency: z.string(),
  at: z.iso.datetime(),
})
export type Notice = z.output<typeof notice>

const myBid = z.object({
  lot: z.looseObject({ id: z.uuid() }),
  status: z.enum(['leading', 'outbid', 'won', 'lost', 'reserve_not_met', 'cancelled']),
  yourBid: z.int(),
  yourMaximum: z.int(),
  at: z.iso.datetime(),
})
export type MyBid = z.output<typeof myBid>

const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) })

async function read<T extends z.ZodType>(gavel: Gavel, paddle: number, path: string, item: T) {
  const answer = await as(gavel, paddle).get(path)
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.text}`)
  return pageOf(item).parse(answer.body).items
}

/** What he has been told about the lot, newest first. */
export const noticesOf = async (gavel: Gavel, paddle: number, lot: ListedLot): Promise<readonly Notice[]> =>
  (await read(gavel, paddle, 'me/notices?limit=100', notice)).filter(({ auctionId }) => auctionId === lot.id)

/** How he stands in the lot. @throws Error when he has no bid there, as far as is known by now */
export async function myBidOn(gavel: Gavel, paddle: number, lot: ListedLot): Promise<MyBid> {
  const found = (await read(gavel, paddle, 'me/bids?limit=100', myBid)).find((bid) => bid.lot.id === lot.id)
  if (found === undefined) throw new Error(`paddle ${paddle} has no bid on lot ${lot.lotNumber}`)
  return found
}

export const watchedLotIds = async (gavel: Gavel, paddle: number): Promise<readonly string[]> => {
  const items = await read(gavel, paddle, 'me/watchlist', z.object({ lot: z.looseObject({ id: z.uuid() }) }))
  return items.map(({ lot }) => lot.id)
}

export const blockedPaddles = async (gavel: Gavel, paddle: number): Promise<readonly number[]> => {
  const items = await read(gavel, paddle, 'me/blocks', z.object({ paddleNumber: z.int() }))
  return items.map(({ paddleNumber }) => paddleNumber)
}
