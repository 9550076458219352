import { z } from 'zod'
import type { Gavel } from './gavel.ts'
import { type Answer, send } from './http.ts'
import type { ListedLot } from './lots.ts'
import { tokenOf } from './people.ts'

/** The two doors to the same rule. */
export type Door = 'v1' | 'classic'

/** `exact` unless said otherwise. The classic door knows nothing else. */
export type Attempt = { paddleNumber: number; amount: number; type?: 'exact' | 'max' }

/**
 * What the bidder knows afterwards. `unknown`: the connection was cut, or a service said it could not tell: the bid may
 * be in the log or not.
 */
export type BidResult =
  | { kind: 'acknowledged'; attempt: Attempt; bidId?: string; answer?: BidAnswer }
  | { kind: 'refused'; attempt: Attempt; status: number; code: string }
  | { kind: 'unknown'; attempt: Attempt; reason: string }

const accepted = z.object({
  bidId: z.uuid(),
  outcome: z.enum(['leading', 'outbid', 'bought', 'leading_reserve_not_met']),
  price: z.int(),
  minimumBid: z.int(),
  endsAt: z.iso.datetime(),
  version: z.int(),
})
export type BidAnswer = z.output<typeof accepted>
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

async function sendBid(gavel: Gavel, lot: ListedLot, attempt: Attempt): Promise<Answer> {
  const { paddleNumber, amount, type = 'exact' } = attempt
  const token = await tokenOf(paddleNumber)
  return send(`${gavel.webUrl}/v1/auctions/${lot.id}/bids`, { token, json: { type, amount } })
}

function sendClassicBid(gavel: Gavel, lot: ListedLot, { paddleNumber, amount }: Attempt): Promise<Answer> {
  const json = { item_id: lot.lotNumber, bidder_id: paddleNumber, bid_amount: amount }
  return send(`${gavel.webUrl}/bid`, { json })
}

function resultOf({ status, body, text }: Answer, attempt: Attempt, door: Door): BidResult {
  if (door === 'v1' && status === 201) {
    const told = accepted.parse(body)
    return { kind: 'acknowledged', attempt, bidId: told.bidId, answer: told }
  }
  if (door === 'classic' && status === 200) {
    classicAccepted.parse(body)
    return { kind: 'acknowledged', attempt }
  }
  if (status >= 400 && status < 500) return { kind: 'refused', attempt, status, code: refusal.parse(body).code }
  return { kind: 'unknown', attempt, reason: `${status}: ${text}` }
}

/** A bid that must be taken, by /v1; what the bidder is told. */
export async function bidWell(gavel: Gavel, lot: ListedLot, attempt: Attempt): Promise<BidAnswer> {
  const result = await bid(gavel, lot, attempt)
  if (result.kind !== 'acknowledged' || result.answer === undefined) {
    throw new Error(`the bid was not taken: ${JSON.stringify(result)}`)
  }
  return result.answer
}
