import { parseInput } from '@gavel/service-kit'
import express from 'express'
import { memberOf } from '../http/actors.ts'
import { only } from '../http/only.ts'
import { type CommandRoutesOptions, commandRoutes } from './commandRoutes.ts'
import { type ListingOptions, translateListing, translateRevision } from './listing.ts'
import { cancelBody, listLotBody, reviseLotBody } from './requests.ts'
import { cancelAuction } from './rules/cancelAuction.ts'

/** What sellers do: list, revise, cancel. */
export function lotRoutes(options: CommandRoutesOptions & ListingOptions): express.Router {
  const { command, lotOf } = commandRoutes(options)
  const router = express.Router()

  router
    .route('/v1/auctions')
    .post(
      command(async (req, actor) => {
        const body = parseInput(listLotBody, req.body)
        return () => translateListing(body, actor, options)
      }),
    )
    .all(only('GET', 'HEAD', 'POST'))

  router
    .route('/v1/auctions/:id')
    .patch(
      command(async (req, actor) => {
        const body = parseInput(reviseLotBody, req.body)
        const auctionId = await lotOf(req)
        return () => translateRevision(auctionId, body, actor, options.limits)
      }),
    )
    .all(only('GET', 'HEAD', 'PATCH'))

  router
    .route('/v1/auctions/:id/cancel')
    .post(
      command(async (req, actor) => {
        const { reason = null } = parseInput(cancelBody, req.body) ?? {}
        const auctionId = await lotOf(req)
        return () => ({
          auctionId,
          rule: (auction, nowMs) => cancelAuction(auction, { by: memberOf(actor), reason }, nowMs),
          reply: (_answer, version) => ({ status: 200, body: { status: 'cancelled', version } }),
        })
      }),
    )
    .all(only('POST'))

  return router
}
