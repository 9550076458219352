import { actorOf, authenticate, parseInput, route, type TokenVerifier } from '@gavel/service-kit'
import express from 'express'
import { only } from '../../http/only.ts'
import { sendReply } from '../../idempotency/reply.ts'
import { type ListingOptions, newLot } from '../listing.ts'
import type { Perform } from '../perform.ts'
import { listingFaults } from '../rules/listing.ts'
import { reviseAuction } from '../rules/reviseAuction.ts'
import { noSuchLot } from '../rules/verdict.ts'
import { itemOf } from './itemAnswer.ts'
import { itemDialect, itemFaults, noSuchItem } from './itemProblems.ts'
import { itemBody, itemChanges, itemId } from './itemRequests.ts'
import { changesTo, listingIn } from './itemRevision.ts'
import { withLot } from './lotAfter.ts'

export type ClassicItemOptions = ListingOptions & { perform: Perform; verifier: TokenVerifier }

/** `POST /auction/item` and `PUT /auction/item/{id}` of the older accounts service: whoever is signed in sells. */
export function classicItemRoutes(options: ClassicItemOptions): express.Router {
  const { perform, register, limits, now } = options
  const signedIn = authenticate(options.verifier)
  const router = express.Router()

  router
    .route('/auction/item')
    .post(
      signedIn,
      route(async (req, res) => {
        const listing = listingIn(parseInput(itemBody, req.body))
        const actor = actorOf(req)
        const reply = await perform(req, `user:${actor.id}`, itemDialect, async () => {
          const faults = listingFaults(listing, limits, now())
          if (faults.length > 0) throw itemFaults(faults)
          const { rule, ...lot } = await newLot(listing, actor, options)
          return {
            ...lot,
            rule: withLot(rule),
            reply: (answer, version) => ({
              status: 201,
              body: itemOf(answer.lot, version),
              headers: { Location: `/auction/item/${answer.lot.lotNumber}` },
            }),
          }
        })
        sendReply(res, reply)
      }),
    )
    .all(only('POST'))

  router
    .route('/auction/item/:id')
    .put(
      signedIn,
      route(async (req, res) => {
        const { id } = parseInput(itemId, req.params)
        const body = parseInput(itemChanges, req.body)
        const actor = actorOf(req)
        const reply = await perform(req, `user:${actor.id}`, itemDialect, async () => {
          const auctionId = await register.resolve(String(id))
          if (auctionId === undefined) throw noSuchItem()
          return {
            auctionId,
            rule: withLot((lot, nowMs) =>
              lot === null
                ? noSuchLot
                : reviseAuction(lot, { by: actor.id, changes: changesTo(lot, body), limits }, nowMs),
            ),
            reply: ({ lot }, version) => ({ status: 200, body: itemOf(lot, version) }),
          }
        })
        sendReply(res, reply)
      }),
    )
    .all(only('GET', 'HEAD', 'PUT'))

  // query-api's: the entry sends whatever is not a read here.
  router.all(['/auction/items', '/auction/items/search'], only('GET', 'HEAD'))

  return router
}
