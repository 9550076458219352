import { actorOf, authenticate, parseInput, route, type TokenVerifier } from '@gavel/service-kit'
import express from 'express'
import { bidderOf } from '../../http/actors.ts'
import { only } from '../../http/only.ts'
import { type Reply, sendReply } from '../../idempotency/reply.ts'
import type { LotRegister } from '../lotRegister.ts'
import type { Perform } from '../perform.ts'
import { type BidAnswer, placeBid } from '../rules/placeBid.ts'
import { raiseBid } from '../rules/raiseBid.ts'
import { itemDialect, noSuchItem } from './itemProblems.ts'
import { itemBid } from './itemRequests.ts'
import { type WithLot, withLot } from './lotAfter.ts'

export type ClassicItemBidOptions = {
  perform: Perform
  register: LotRegister
  verifier: TokenVerifier
  newId: () => string
}

/** `POST /auction/bid` and `PATCH /auction/bid` (a raise of one's own) of the older accounts service. */
export function classicItemBidRoutes(options: ClassicItemBidOptions): express.Router {
  const { perform, register, newId } = options
  const signedIn = authenticate(options.verifier)
  const router = express.Router()

  const bidding = (rule: typeof placeBid, status: number) =>
    route(async (req, res) => {
      const { item_id, bid_amount } = parseInput(itemBid, req.body)
      const actor = actorOf(req)
      const reply = await perform(req, `user:${actor.id}`, itemDialect, async () => {
        const auctionId = await register.resolve(String(item_id))
        if (auctionId === undefined) throw noSuchItem()
        const bid = {
          bidId: newId(),
          answerId: newId(),
          bidder: bidderOf(actor),
          type: 'exact' as const,
          amount: bid_amount,
          currency: null,
          // The older service took any amount at its word.
          confirm: true,
        }
        return {
          auctionId,
          rule: withLot((auction, nowMs, blocked) => rule(auction, bid, nowMs, blocked)),
          checksBlocks: true,
          reply: (answer: WithLot<BidAnswer>, version: number): Reply => ({
            status,
            body: {
              id: numberOf(bid.bidId, answer, version),
              item_id,
              bid_amount,
              current_price: answer.answer.price,
              version,
            },
          }),
        }
      })
      sendReply(res, reply)
    })

  router
    .route('/auction/bid')
    .post(signedIn, bidding(placeBid, 201))
    .patch(signedIn, bidding(raiseBid, 200))
    .all(only('POST', 'PATCH'))

  return router
}

/** Under which number the item's list of bids has it: its place in the lot's log, which has `version` facts now. */
function numberOf(bidId: string, { facts }: WithLot<BidAnswer>, version: number): number {
  const place = facts.findIndex((fact) => 'bidId' in fact.data && fact.data.bidId === bidId)
  return version - (facts.length - 1 - place)
}
