import { amount, amountMax, instant, lotNumber } from '@gavel/event-contracts'
import { accountsErrors, type ClassicErrors, json, type Operation } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { itemPart, version } from '../../http/openapi.ts'
import type { itemOf } from './itemAnswer.ts'
import { itemBid, itemBody, itemChanges } from './itemRequests.ts'
import { classicBid, classicPurchase } from './requests.ts'

const bidAmount = z.int().min(-amountMax).max(amountMax)

const bidsErrors: ClassicErrors = {
  body: z
    .strictObject({ error: z.string(), code: z.string(), bid_amount: bidAmount.optional() })
    .meta({ id: 'AuctionServiceError', description: 'An error as the older auction service told it.' }),
  statuses: {
    400: '`NOT_STARTED`, `ALREADY_ENDED`, `LOW_BID`, `INVALID_STATUS`, `MAX_RETRIES_EXCEEDED`; or the body could not be read.',
    403: '`OPEN_BIDDING_OFF`: nobody bids without a token here.',
    404: '`NOT_FOUND`: there is no such item.',
    409: '`IN_PROGRESS`: the same request is still being worked on.',
    413: '`PAYLOAD_TOO_LARGE`',
    415: '`UNSUPPORTED_MEDIA_TYPE`',
    422: '`INVALID_INPUT`, `IDEMPOTENCY_KEY_REUSED`',
    429: '`TOO_MANY_REQUESTS`',
    503: '`UNAVAILABLE`: it is not known whether this was carried out, or the house is not available.',
  },
}

const tag = 'Older auction service'
const open = { token: 'none', forms: true, keyed: true, classic: bidsErrors } as const
const onlyOpen = 'Believes whom the body names, so it works in development and tests alone (`CLASSIC_OPEN_BIDDING`).'

const bids: readonly Operation[] = [
  {
    ...open,
    method: 'post',
    path: '/bid',
    tag,
    summary: 'Bid',
    description: onlyOpen,
    body: classicBid,
    answers: {
      200: json(
        z.strictObject({ message: z.string(), current_price: amount, bid_amount: amount }),
        'The bid stands; `current_price` is that after it.',
      ),
    },
  },
  {
    ...open,
    method: 'post',
    path: '/buy-now',
    tag,
    summary: 'Buy at once',
    description: onlyOpen,
    body: classicPurchase,
    answers: { 200: json(z.strictObject({ message: z.string(), current_price: amount }), 'Bought.') },
  },
]

const item = z
  .strictObject({
    id: lotNumber,
    c_code: z.string().nullable(),
    title: z.string(),
    content: z.string(),
    image: z.string().nullable(),
    start_price: amount,
    current_price: amount,
    status: z.enum(['SCHEDULED', 'ACTIVE', 'COMPLETED']),
    start_datetime: instant,
    end_datetime: instant,
    seller: z.string(),
    version,
  })
  .meta({ id: 'ChangedItem' }) satisfies z.ZodType<ReturnType<typeof itemOf>>

const placed = z
  .strictObject({ id: z.int().positive(), item_id: lotNumber, bid_amount: amount, current_price: amount, version })
  .meta({ id: 'ItemBid' })

const member = {
  tag: 'Older accounts service',
  token: 'member',
  forms: true,
  keyed: true,
  classic: accountsErrors({
    401: '`TOKEN_MISSING`',
    403: 'Not one’s own.',
    404: 'There is no such item.',
    409: 'The same request is still being worked on.',
    413: 'The body is too large.',
    415: 'Neither JSON nor a form.',
    422: 'The idempotency key came with another request before.',
    429: 'Too many requests.',
  }),
} as const

const items: readonly Operation[] = [
  {
    ...member,
    method: 'post',
    path: '/auction/item',
    summary: 'List an item',
    body: itemBody,
    answers: { 201: json(item, 'Listed.', 'Location') },
  },
  {
    ...member,
    method: 'put',
    path: '/auction/item/:id',
    summary: 'Revise an item',
    description: 'What is left out stays as it is.',
    parts: itemPart,
    body: itemChanges,
    answers: { 200: json(item, 'As it is now.') },
  },
  {
    ...member,
    method: 'post',
    path: '/auction/bid',
    summary: 'Bid',
    body: itemBid,
    answers: { 201: json(placed, 'The bid stands.') },
  },
  {
    ...member,
    method: 'patch',
    path: '/auction/bid',
    summary: 'Raise one’s own bid',
    body: itemBid,
    answers: { 200: json(placed, 'The bid stands.') },
  },
]

export const classicAuctionOperations: readonly Operation[] = [...bids, ...items]
