import { paddleHolder } from '@gavel/event-contracts'
import { anyone, Problem, route } from '@gavel/service-kit'
import express from 'express'
import { z } from 'zod'
import { ClassicError } from '../../http/classicError.ts'
import { formValues } from '../../http/formValues.ts'
import { sendReply } from '../../idempotency/reply.ts'
import type { LotRegister } from '../lotRegister.ts'
import type { Perform } from '../perform.ts'
import { buyNow } from '../rules/buyNow.ts'
import { type BidAnswer, placeBid } from '../rules/placeBid.ts'
import { classicDialect } from './errors.ts'
import { classicBid, classicPurchase } from './requests.ts'

export type ClassicBidRoutesOptions = {
  perform: Perform
  register: LotRegister
  newId: () => string
  /** CLASSIC_OPEN_BIDDING: these routes believe whoever the body names. */
  openBidding: boolean
}

export const classicBidPaths = ['/bid', '/buy-now']

/** `POST /bid` and `POST /buy-now` of the older auction service: the same rules, told in its fields and codes. */
export function classicBidRoutes(options: ClassicBidRoutesOptions): express.Router {
  const { perform, register, newId, openBidding } = options
  const router = express.Router()

  router.post(
    '/bid',
    anyone(),
    route(async (req, res) => {
      const { item_id, bidder_id, bid_amount } = read(classicBid, req)
      const reply = await perform(req, `paddle:${bidder_id}`, classicDialect(bid_amount), async () => {
        const auctionId = await lotOf(item_id)
        const bid = {
          bidId: newId(),
          answerId: newId(),
          bidder: paddleHolder(bidder_id),
          type: 'exact' as const,
          amount: bid_amount,
          currency: null,
          confirm: true,
        }
        return {
          auctionId,
          rule: (auction, nowMs, blocked) => placeBid(auction, bid, nowMs, blocked),
          checksBlocks: true,
          reply: ({ price, outcome }) => ({
            status: 200,
            body: { message: messageOf(outcome), current_price: price, bid_amount },
          }),
        }
      })
      sendReply(res, reply)
    }),
  )

  router.post(
    '/buy-now',
    anyone(),
    route(async (req, res) => {
      const { item_id, buyer_id } = read(classicPurchase, req)
      const reply = await perform(req, `paddle:${buyer_id}`, classicDialect(), async () => {
        const auctionId = await lotOf(item_id)
        const purchase = { bidId: newId(), buyer: paddleHolder(buyer_id) }
        return {
          auctionId,
          rule: (auction, nowMs, blocked) => buyNow(auction, purchase, nowMs, blocked),
          checksBlocks: true,
          reply: ({ price }) => ({ status: 200, body: { message: boughtMessage, current_price: price } }),
        }
      })
      sendReply(res, reply)
    }),
  )

  router.all(classicBidPaths, (_req, res) => {
    res.set('Allow', 'POST')
    throw new ClassicError(405, 'METHOD_NOT_ALLOWED', 'Only POST is offered here')
  })

  function read<S extends z.ZodType>(schema: S, req: express.Request): z.output<S> {
    if (!openBidding) throw new ClassicError(403, 'OPEN_BIDDING_OFF', 'Bidding without a token is switched off here')
    const parsed = schema.safeParse(req.is('urlencoded') ? formValues(req.body) : req.body)
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    throw new ClassicError(422, 'INVALID_INPUT', `${issue?.path.join('.') || 'body'}: ${issue?.message}`)
  }

  async function lotOf(itemId: number): Promise<string> {
    const auctionId = await register.resolve(String(itemId))
    if (auctionId === undefined) throw new ClassicError(404, 'NOT_FOUND', 'There is no such item')
    return auctionId
  }

  return router
}

const boughtMessage = 'Bought at the buy-now price'

function messageOf(outcome: BidAnswer['outcome']): string {
  if (outcome === 'bought') return boughtMessage
  return outcome === 'outbid' ? 'Bid placed, and outbid at once' : 'Bid placed'
}

/** Broken JSON, a body too large and the like, told as the older service told them. Stands after all body parsers. */
export const answerClassically: express.ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (error instanceof ClassicError) {
    res.status(error.status).json({ error: error.message, code: error.code })
  } else if (error instanceof Problem) {
    for (const [name, value] of Object.entries(error.headers)) res.setHeader(name, value)
    res.status(error.status).json({ error: error.message, code: error.code.toUpperCase() })
  } else {
    const body = bodyError.safeParse(error)
    if (!body.success) next(error)
    else if (body.data.status === 413) {
      res.status(413).json({ error: 'The body is too large', code: 'PAYLOAD_TOO_LARGE' })
    } else res.status(400).json({ error: 'The body could not be read', code: 'MALFORMED_BODY' })
  }
}

/** How express's form parser marks what is the client's fault. */
const bodyError = z.object({ status: z.int().min(400).max(499) })
