import type { Bidder } from '@gavel/event-contracts'
import { type Actor, actorOf, authenticate, Problem, parseInput, route, type TokenVerifier } from '@gavel/service-kit'
import express from 'express'
import { sendReply } from '../idempotency/reply.ts'
import { type ListingOptions, translateListing } from './listing.ts'
import type { Perform } from './perform.ts'
import { problemDialect } from './problems.ts'
import { bidBody, buyNowBody, listLotBody } from './requests.ts'
import { buyNow } from './rules/buyNow.ts'
import { placeBid } from './rules/placeBid.ts'

export type AuctionRoutesOptions = ListingOptions & { perform: Perform; verifier: TokenVerifier }

/** The `/v1` commands on lots. Each only translates: a request to a rule, the rule's answer to a reply. */
export function auctionRoutes(options: AuctionRoutesOptions): express.Router {
  const { perform, register, newId } = options
  const router = express.Router()
  const signedIn = authenticate(options.verifier)

  router
    .route('/v1/auctions')
    .post(
      signedIn,
      route(async (req, res) => {
        const body = parseInput(listLotBody, req.body)
        const actor = actorOf(req)
        const translate = () => translateListing(body, actor, options)
        sendReply(res, await perform(req, nameOf(actor), problemDialect, translate))
      }),
    )
    .all(onlyPost)

  router
    .route('/v1/auctions/:id/bids')
    .post(
      signedIn,
      route(async (req, res) => {
        const { amount, confirm = false } = parseInput(bidBody, req.body)
        const auctionId = await lotOf(req)
        const actor = actorOf(req)
        const reply = await perform(req, nameOf(actor), problemDialect, async () => {
          const bid = { bidId: newId(), bidder: bidderOf(actor), amount, confirm }
          return {
            auctionId,
            rule: (auction, nowMs) => placeBid(auction, bid, nowMs),
            reply: (answer, version) => ({ status: 201, body: { ...answer, version } }),
          }
        })
        sendReply(res, reply)
      }),
    )
    .all(onlyPost)

  router
    .route('/v1/auctions/:id/buy-now')
    .post(
      signedIn,
      route(async (req, res) => {
        parseInput(buyNowBody, req.body)
        const auctionId = await lotOf(req)
        const actor = actorOf(req)
        const reply = await perform(req, nameOf(actor), problemDialect, async () => {
          const purchase = { bidId: newId(), buyer: bidderOf(actor) }
          return {
            auctionId,
            rule: (auction, nowMs) => buyNow(auction, purchase, nowMs),
            reply: (answer, version) => ({ status: 200, body: { ...answer, version } }),
          }
        })
        sendReply(res, reply)
      }),
    )
    .all(onlyPost)

  router.all(readPaths, onlyRead)

  async function lotOf(req: express.Request): Promise<string> {
    const { id } = req.params
    const auctionId = typeof id === 'string' ? await register.resolve(id) : undefined
    if (auctionId === undefined) throw new Problem('not_found', { detail: 'There is no such lot.' })
    return auctionId
  }

  return router
}

const nameOf = ({ id }: Actor): string => `user:${id}`

const bidderOf = ({ id, paddleNumber }: Actor): Bidder => ({ id, paddleNumber })

/** query-api's paths: the entry sends whatever is not a read here. */
const readPaths = ['/v1/auctions/:id', '/v1/auctions/:id/highest-bid', '/v1/auctions/:id/stream', '/v1/time']

const onlyRead: express.RequestHandler = () => {
  throw new Problem('method_not_allowed', { headers: { Allow: 'GET, HEAD' } })
}

const onlyPost: express.RequestHandler = () => {
  throw new Problem('method_not_allowed', { headers: { Allow: 'POST' } })
}
