import { parseInput } from '@gavel/service-kit'
import express from 'express'
import { bidderOf, memberOf } from '../http/actors.ts'
import { emptyBody } from '../http/emptyBody.ts'
import { only } from '../http/only.ts'
import { type CommandRoutesOptions, commandRoutes } from './commandRoutes.ts'
import { bidBody, retractionBody } from './requests.ts'
import { buyNow } from './rules/buyNow.ts'
import { placeBid } from './rules/placeBid.ts'
import { retractBid } from './rules/retractBid.ts'

/** What bidders do: bid, take back, buy. */
export function bidRoutes(options: CommandRoutesOptions & { newId: () => string }): express.Router {
  const { command, lotOf } = commandRoutes(options)
  const { newId } = options
  const router = express.Router()

  router
    .route('/v1/auctions/:id/bids')
    .post(
      command(async (req, actor) => {
        const { type, amount, currency = null, confirm = false } = parseInput(bidBody, req.body)
        const auctionId = await lotOf(req)
        return () => {
          const bid = { bidId: newId(), answerId: newId(), bidder: bidderOf(actor), type, amount, currency, confirm }
          return {
            auctionId,
            rule: (auction, nowMs, blocked) => placeBid(auction, bid, nowMs, blocked),
            checksBlocks: true,
            reply: (answer, version) => ({ status: 201, body: { ...answer, version } }),
          }
        }
      }),
    )
    .all(only('GET', 'HEAD', 'POST'))

  router
    .route('/v1/auctions/:id/bids/:bidId')
    .delete(
      command(async (req, actor) => {
        const { reason } = parseInput(retractionBody, req.body)
        const auctionId = await lotOf(req)
        const bidId = String(req.params.bidId).toLowerCase()
        return () => ({
          auctionId,
          rule: (auction, nowMs) => retractBid(auction, { bidId, by: memberOf(actor), reason }, nowMs),
          reply: (answer, version) => ({ status: 200, body: { ...answer, version } }),
        })
      }),
    )
    .all(only('DELETE'))

  router
    .route('/v1/auctions/:id/buy-now')
    .post(
      command(async (req, actor) => {
        parseInput(emptyBody, req.body)
        const auctionId = await lotOf(req)
        return () => {
          const purchase = { bidId: newId(), buyer: bidderOf(actor) }
          return {
            auctionId,
            rule: (auction, nowMs, blocked) => buyNow(auction, purchase, nowMs, blocked),
            checksBlocks: true,
            reply: (answer, version) => ({ status: 200, body: { ...answer, version } }),
          }
        }
      }),
    )
    .all(only('POST'))

  return router
}
