import { z } from 'zod'
import type { Gavel } from './gavel.ts'
import { type Answer, send } from './http.ts'
import type { ListedLot } from './lots.ts'
import { tokenOf } from './people.ts'

/** The two doors to the same rule. */
export type Door = 'v1' | 'classic'

export type Attempt = { paddleNumber: number; amount: number }

/**
 * What the bidder knows afterwards. `unknown`: the connection was cut, or a service said it could not tell: the bid may
 * be in the log or not.
 */
export type BidResult =
  | { kind: 'acknowledged'; attempt: Attempt; bidId?: string }
  | { kind: 'refused'; attempt: Attempt; status: number; code: string }
  | { kind: 'unknown'; attempt: Attempt; reason: string }

const accepted = z.object({ bidId: z.uuid(), price: z.int(), version: z.int() })
const classicAccepted = z.object({ current_price: z.int(), bid_amount: z.int() })
const refusal = z.object({ code: z.string() })

export async function bid(gavel: Gavel, lot: ListedLot, attempt: Attempt, door: Door = 'v1'): Promise<BidResult> {
  try {
    const answer = await (door === 'v1' ? sendBid(gavel, lot, attempt) : sendClassicBid(gavel, lot, attempt))
    return resultOf(answer, attempt, door)
  } catch (error) {
    return { kind: 'unknown', attempt, reason: String(error) }
  }
}

async function sendBid(gavel: Gavel, lot: ListedLot, { paddleNumber, amount }: Attempt): Promise<Answer> {
  const token = await tokenOf(paddleNumber)
  return send(`${gavel.webUrl}/v1/auctions/${lot.id}/bids`, { token, json: { type: 'exact', amount } })
}

function sendClassicBid(gavel: Gavel, lot: ListedLot, { paddleNumber, amount }: Attempt): Promise<Answer> {
  const json = { item_id: lot.lotNumber, bidder_id: paddleNumber, bid_amount: amount }
  return send(`${gavel.webUrl}/bid`, { json })
}

function resultOf({ status, body, text }: Answer, attempt: Attempt, door: Door): BidResult {
  if (door === 'v1' && status === 201) {
    return { kind: 'acknowledged', attempt, bidId: accepted.parse(body).bidId }
  }
  if (door === 'classic' && status === 200) {
    classicAccepted.parse(body)
    return { kind: 'acknowledged', attempt }
  }
  if (status >= 400 && status < 500) return { kind: 'refused', attempt, status, code: refusal.parse(body).code }
  return { kind: 'unknown', attempt, reason: `${status}: ${text}` }
}
