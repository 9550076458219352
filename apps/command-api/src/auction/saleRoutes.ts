import { Problem, parseInput } from '@gavel/service-kit'
import express from 'express'
import { memberOf } from '../http/actors.ts'
import { emptyBody } from '../http/emptyBody.ts'
import { only } from '../http/only.ts'
import type { OrderOfSale } from '../order/orderOfSale.ts'
import { refuse } from '../rules/verdict.ts'
import type { Rule } from './auctionHouse.ts'
import { type CommandRoutesOptions, commandRoutes, type Prepare } from './commandRoutes.ts'
import type { OfferRegister } from './offerRegister.ts'
import { offerBody } from './requests.ts'
import type { Auction } from './rules/auction.ts'
import { type FailSale, failSale } from './rules/failSale.ts'
import { acceptOffer, declineOffer, makeOffer } from './rules/offers.ts'
import type { Refusal } from './rules/verdict.ts'

export type SaleRoutesOptions = CommandRoutesOptions & {
  orderOfSale: OrderOfSale
  offers: OfferRegister
  newId: () => string
  /** The shortest time in which an offer may be answered. */
  offerLengthMinSec: number
}

/** Neither side of a sale is asked whom the seller has blocked. */
const nobody: ReadonlySet<number> = new Set()

/** What comes after the end: a sale that fails, and offers to others. */
export function saleRoutes(options: SaleRoutesOptions): express.Router {
  const { command, lotOf } = commandRoutes(options)
  const { offers, orderOfSale, newId } = options
  const wanted = offerBody(options.offerLengthMinSec)
  const router = express.Router()

  const fails =
    (reason: FailSale['reason']): Prepare<null> =>
    async (req, actor) => {
      parseInput(emptyBody, req.body)
      const auctionId = await lotOf(req)
      return async () => {
        const fail: Rule<null, Refusal> = (lot, nowMs) => failSale(lot, { reason, by: memberOf(actor) }, nowMs)
        const mayFail = (lot: Auction, nowMs: number): boolean => fail(lot, nowMs, nobody).accepted
        const { saleId, companions } = await orderOfSale(auctionId, mayFail)
        return {
          auctionId,
          rule(lot, nowMs, blocked) {
            const verdict = fail(lot, nowMs, blocked)
            // Another sale since then has another order.
            return verdict.accepted && lot?.sale?.saleId !== saleId ? refuse({ code: 'no_sale' }) : verdict
          },
          companions,
          reply: (_answer, version) => ({ status: 200, body: { version } }),
        }
      }
    }
  router
    .route('/v1/auctions/:id/sale/decline')
    .post(command(fails('declined')))
    .all(only('POST'))
  router
    .route('/v1/auctions/:id/sale/unpaid')
    .post(command(fails('unpaid')))
    .all(only('POST'))

  router
    .route('/v1/auctions/:id/offers')
    .post(
      command(async (req, actor) => {
        const { paddleNumber = null, expiresInSec } = parseInput(wanted, req.body)
        const auctionId = await lotOf(req)
        return () => {
          const offer = { offerId: newId(), by: actor.id, paddleNumber, expiresInMs: expiresInSec * 1_000 }
          return {
            auctionId,
            rule: (auction, nowMs, blocked) => makeOffer(auction, offer, nowMs, blocked),
            checksBlocks: true,
            claims: [offers.claim(offer.offerId)],
            reply: (answer, version) => ({ status: 201, body: { ...answer, version } }),
          }
        }
      }),
    )
    .all(only('POST'))

  router
    .route('/v1/offers/:id/accept')
    .post(
      command(async (req, actor) => {
        parseInput(emptyBody, req.body)
        const { auctionId, offerId } = await offerIn(req)
        return () => ({
          auctionId,
          rule: (auction, nowMs) => acceptOffer(auction, { offerId, by: actor.id }, nowMs),
          reply: ({ price }, version) => ({ status: 200, body: { outcome: 'bought', price, version } }),
        })
      }),
    )
    .all(only('POST'))

  router
    .route('/v1/offers/:id/decline')
    .post(
      command(async (req, actor) => {
        parseInput(emptyBody, req.body)
        const { auctionId, offerId } = await offerIn(req)
        return () => ({
          auctionId,
          rule: (auction, nowMs) => declineOffer(auction, { offerId, by: actor.id }, nowMs),
          reply: (_answer, version) => ({ status: 200, body: { version } }),
        })
      }),
    )
    .all(only('POST'))

  async function offerIn(req: express.Request): Promise<{ auctionId: string; offerId: string }> {
    const offerId = String(req.params.id).toLowerCase()
    const auctionId = await offers.lotOf(offerId)
    if (auctionId === undefined) throw new Problem('not_found', { detail: 'There is no such offer.' })
    return { auctionId, offerId }
  }

  return router
}
