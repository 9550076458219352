import { amount, instant, lotNumber } from '@gavel/event-contracts'
import { accountsErrors, type ClassicErrors, json, type Operation } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { version } from '../http/openapi.ts'
import { itemsSearched } from '../search/lots/classicSearchRoute.ts'
import { itemQuery, itemsQuery } from './classicItemRoutes.ts'
import { classicQuery } from './inputs.ts'

const status = z.enum(['SCHEDULED', 'ACTIVE', 'COMPLETED'])
const count = z.int().nonnegative()
const itemPart = { id: 'The number of the item.' }
/** A paddle number where bidding is open to everybody, else the bidder's number in the lot. */
const bidder = z.int().positive()

const summary = z
  .strictObject({
    id: lotNumber,
    c_code: z.string().nullable(),
    title: z.string(),
    image: z.string().nullable(),
    start_price: amount,
    current_price: amount,
    status,
    start_datetime: instant,
    end_datetime: instant,
    seller: z.string(),
    created_at: instant,
  })
  .meta({ id: 'ItemSummary' })

const itemWithBids = summary
  .extend({
    content: z.string(),
    version,
    bids: z.array(z.strictObject({ id: version, bid_amount: amount, bidder, created_at: instant })),
  })
  .meta({ id: 'ItemWithBids' })

const ofAccountsService = { method: 'get', tag: 'Older accounts service', token: 'none' } as const

const accountsService: readonly Operation[] = [
  {
    ...ofAccountsService,
    path: '/auction/items',
    summary: 'Items, newest first',
    query: itemsQuery,
    answers: {
      200: json(z.strictObject({ items: z.array(summary), page: version, pageSize: version, total: count }), 'A page.'),
    },
    classic: accountsErrors({}),
  },
  {
    ...ofAccountsService,
    path: '/auction/items/search',
    summary: 'Items by category and price',
    query: itemsSearched,
    answers: { 200: json(z.strictObject({ items: z.array(summary) }), 'The newest hundred of them.') },
    classic: accountsErrors({}),
  },
  {
    ...ofAccountsService,
    path: '/auction/item/:id',
    summary: 'An item with its bids, highest first',
    parts: itemPart,
    query: itemQuery,
    answers: { 200: json(itemWithBids, 'The item.') },
    classic: accountsErrors({ 202: 'This version is not visible yet.', 404: 'There is no such item.' }),
  },
]

const item = z
  .strictObject({
    id: lotNumber,
    title: z.string(),
    description: z.string(),
    starting_price: amount,
    current_price: amount,
    buy_now_price: amount.nullable(),
    start_time: instant,
    end_time: instant,
    seller: z.string(),
    status,
    created_at: instant,
  })
  .meta({ id: 'Item' })

const bids = z.array(
  z.strictObject({ id: version, item_id: lotNumber, bidder_id: bidder, bid_amount: amount, bid_time: instant }),
)

const itemErrors: ClassicErrors = {
  body: z.strictObject({ error: z.string(), code: z.string() }).meta({ id: 'ItemError' }),
  statuses: {
    202: '`NOT_YET`: this version is not visible yet.',
    400: '`MALFORMED_REQUEST`',
    404: '`NOT_FOUND`: there is no such item.',
    422: '`INVALID_INPUT`: the id or a filter is no whole number.',
  },
}
const ofAuctionService = {
  method: 'get',
  tag: 'Older auction service',
  token: 'none',
  query: classicQuery,
  classic: itemErrors,
} as const

const auctionService: readonly Operation[] = [
  {
    ...ofAuctionService,
    path: '/items',
    summary: 'Items, newest first',
    answers: { 200: json(z.array(item), 'Them.') },
  },
  ...['/items/:id', '/auction/:id'].flatMap((path): readonly Operation[] => [
    { ...ofAuctionService, path, parts: itemPart, summary: 'An item', answers: { 200: json(item, 'The item.') } },
    {
      ...ofAuctionService,
      path: `${path}/bids`,
      parts: itemPart,
      summary: 'Its bids, highest first',
      answers: { 200: json(bids, 'Those that count.') },
    },
  ]),
  {
    ...ofAuctionService,
    path: '/auction/:id/highest-bid',
    parts: itemPart,
    summary: 'The amount of its highest bid',
    answers: { 200: json(amount.nullable(), 'A bare integer, or null.') },
  },
]

export const classicItemOperations: readonly Operation[] = [...accountsService, ...auctionService]
