import { amount, instant, lotNumber, uuid } from '@gavel/event-contracts'
import { json, type Operation } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { emptyBody } from '../http/emptyBody.ts'
import { lotPart, version } from '../http/openapi.ts'
import { bidBody, cancelBody, listLotBody, offerBody, retractionBody, reviseLotBody } from './requests.ts'
import type { BuyNowAnswer } from './rules/buyNow.ts'
import type { OfferAnswer } from './rules/offers.ts'
import type { BidAnswer } from './rules/placeBid.ts'
import type { RetractionAnswer } from './rules/retractBid.ts'

/** What a rule says of the lot, with the version that it now has. */
type Told<Answer> = Answer & { version: number }

const listed = z
  .strictObject({ id: uuid, lotNumber, version, status: z.enum(['scheduled', 'active']) })
  .meta({ id: 'ListedLot' })

const bid = z
  .strictObject({
    bidId: uuid,
    outcome: z.enum(['leading', 'leading_reserve_not_met', 'outbid', 'bought']),
    price: amount,
    minimumBid: amount,
    endsAt: instant,
    version,
  })
  .meta({ id: 'AcceptedBid' }) satisfies z.ZodType<Told<BidAnswer>>

const purchase = z
  .strictObject({ bidId: uuid, outcome: z.literal('bought'), price: amount, version })
  .meta({ id: 'Purchase' }) satisfies z.ZodType<Told<BuyNowAnswer>>

const retraction = z
  .strictObject({ retracted: z.array(uuid), price: amount.nullable(), minimumBid: amount, version })
  .meta({ id: 'Retraction' }) satisfies z.ZodType<Told<RetractionAnswer>>

const offer = z
  .strictObject({
    offerId: uuid,
    kind: z.enum(['second_chance', 'below_reserve']),
    price: amount,
    expiresAt: instant,
    version,
  })
  .meta({ id: 'MadeOffer' }) satisfies z.ZodType<Told<OfferAnswer>>

const accepted = z.strictObject({ outcome: z.literal('bought'), price: amount, version })
const cancelled = z.strictObject({ status: z.literal('cancelled'), version })
const changed = z.strictObject({ version })

const over = ['cancelled', 'already_ended'] as const
const mayBid = ['not_found', 'not_started', ...over, 'own_lot', 'blocked_bidder', 'too_many_requests'] as const
const member = { token: 'member', keyed: true } as const

const selling: readonly Operation[] = [
  {
    ...member,
    method: 'post',
    path: '/v1/auctions',
    tag: 'Selling',
    summary: 'List a lot',
    description:
      'A `startsAt` that is not after now opens at once. All terms are copied into the lot: what the house changes later touches no lot.',
    body: listLotBody,
    answers: { 201: json(listed, 'Listed.', 'Location') },
  },
  {
    ...member,
    method: 'patch',
    path: '/v1/auctions/:id',
    tag: 'Selling',
    summary: 'Revise a lot',
    description: 'Anything until it opens; after that its description may grow. What is left out stays as it is.',
    parts: lotPart,
    body: reviseLotBody,
    answers: { 200: json(listed, 'As it is now.') },
    problems: ['not_found', 'forbidden', 'already_opened', ...over],
  },
  {
    ...member,
    method: 'post',
    path: '/v1/auctions/:id/cancel',
    tag: 'Selling',
    summary: 'Cancel a lot',
    description: 'By its seller while no bid stands; by an administrator, who says why, at any time before the end.',
    parts: lotPart,
    body: cancelBody,
    answers: { 200: json(cancelled, 'Cancelled.') },
    problems: ['not_found', 'forbidden', 'has_bids', ...over],
  },
]

const bidding: readonly Operation[] = [
  {
    ...member,
    method: 'post',
    path: '/v1/auctions/:id/bids',
    tag: 'Bidding',
    summary: 'Bid',
    description:
      '`exact` bids the amount; `max` bids for you up to it, as little as needed, and tells nobody how far. An amount that is unusually high is only taken with `confirm`.',
    parts: lotPart,
    body: bidBody,
    answers: { 201: json(bid, 'The bid stands. `outbid`: somebody else’s maximum has beaten it at once.') },
    problems: [...mayBid, 'low_bid', 'already_leading', 'wrong_currency', 'too_high'],
  },
  {
    ...member,
    method: 'delete',
    path: '/v1/auctions/:id/bids/:bidId',
    tag: 'Bidding',
    summary: 'Take a bid back',
    description:
      'With 12 hours or less to go, one’s last bid alone, within an hour of placing it; before that, all of one’s bids.',
    parts: { ...lotPart, bidId: 'The UUID of the bid.' },
    body: retractionBody,
    answers: { 200: json(retraction, 'They do not count any more.') },
    problems: ['not_found', 'forbidden', 'not_started', ...over, 'retraction_closed'],
  },
  {
    ...member,
    method: 'post',
    path: '/v1/auctions/:id/buy-now',
    tag: 'Bidding',
    summary: 'Buy at once',
    parts: lotPart,
    body: emptyBody,
    answers: { 200: json(purchase, 'Bought; the lot is closed.') },
    problems: [...mayBid, 'buy_now_unavailable'],
  },
]

const failing = (path: string, summary: string, description: string): Operation => ({
  ...member,
  method: 'post',
  path: `/v1/auctions/:id/sale/${path}`,
  tag: 'After the end',
  summary,
  description,
  parts: lotPart,
  body: emptyBody,
  answers: { 200: json(changed, 'The sale has failed; its order is cancelled.') },
  problems: ['not_found', 'forbidden', 'no_sale', 'payment_open', 'payment_pending', 'order_closed'],
})

/** Bounds nothing here: how short an offer may be is the house's setting. */
const anyOffer = offerBody(1)

const afterTheEnd: readonly Operation[] = [
  failing('decline', 'Decline to buy', 'By the buyer.'),
  failing('unpaid', 'Say that a sale was not paid', 'By the seller, after the time to pay; by administrators at once.'),
  {
    ...member,
    method: 'post',
    path: '/v1/auctions/:id/offers',
    tag: 'After the end',
    summary: 'Offer a lot to an underbidder',
    description: 'After a sale has failed, or to the highest bidder of a lot whose reserve was not met.',
    parts: lotPart,
    body: anyOffer,
    answers: { 201: json(offer, 'Made.') },
    problems: ['not_found', 'forbidden', 'offer_open', 'no_offer_possible', 'too_many_requests'],
  },
  {
    ...member,
    method: 'post',
    path: '/v1/offers/:id/accept',
    tag: 'After the end',
    summary: 'Accept an offer',
    parts: { id: 'The UUID of the offer.' },
    body: emptyBody,
    answers: { 200: json(accepted, 'Bought.') },
    problems: ['not_found', 'forbidden', 'offer_closed'],
  },
  {
    ...member,
    method: 'post',
    path: '/v1/offers/:id/decline',
    tag: 'After the end',
    summary: 'Decline an offer',
    parts: { id: 'The UUID of the offer.' },
    body: emptyBody,
    answers: { 200: json(changed, 'Declined.') },
    problems: ['not_found', 'forbidden', 'offer_closed'],
  },
]

export const auctionOperations: readonly Operation[] = [...selling, ...bidding, ...afterTheEnd]
