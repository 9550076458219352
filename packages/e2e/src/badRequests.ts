import type { Sent } from './http.ts'
import { listingBody } from './lots.ts'

/** Requests that must be refused and leave no trace. */
export type Bad = { what: string; path: string; sent: Sent; status: number; code: string }

export const unknownLot = '00000000-0000-7000-8000-000000000000'
const json = { 'Content-Type': 'application/json' }
export const bidding = { type: 'exact', amount: 500 }
const listing = () => listingBody()
const hugeText = 'x'.repeat(65 * 1024)

/** `:lot` stands for a lot that is open. */
export const badBids: readonly Bad[] = [
  {
    what: 'broken JSON',
    path: ':lot/bids',
    sent: { raw: '{"type":', headers: json },
    status: 400,
    code: 'malformed_json',
  },
  { what: 'no JSON object', path: ':lot/bids', sent: { json: [1, 2] }, status: 422, code: 'invalid_input' },
  { what: 'no body', path: ':lot/bids', sent: { method: 'POST' }, status: 422, code: 'invalid_input' },
  {
    what: 'an amount in words',
    path: ':lot/bids',
    sent: { json: { ...bidding, amount: '500' } },
    status: 422,
    code: 'invalid_input',
  },
  {
    what: 'a fraction',
    path: ':lot/bids',
    sent: { json: { ...bidding, amount: 500.5 } },
    status: 422,
    code: 'invalid_input',
  },
  {
    what: 'nothing',
    path: ':lot/bids',
    sent: { json: { ...bidding, amount: null } },
    status: 422,
    code: 'invalid_input',
  },
  { what: 'zero', path: ':lot/bids', sent: { json: { ...bidding, amount: 0 } }, status: 422, code: 'invalid_input' },
  {
    what: 'a negative amount',
    path: ':lot/bids',
    sent: { json: { ...bidding, amount: -500 } },
    status: 422,
    code: 'invalid_input',
  },
  {
    what: 'more than there is',
    path: ':lot/bids',
    sent: { json: { ...bidding, amount: 1e15 + 1 } },
    status: 422,
    code: 'invalid_input',
  },
  {
    what: 'no safe integer',
    path: ':lot/bids',
    sent: { raw: '{"type":"exact","amount":1e300}', headers: json },
    status: 422,
    code: 'invalid_input',
  },
  {
    what: 'a slip of the finger',
    path: ':lot/bids',
    sent: { json: { ...bidding, amount: 1e15 } },
    status: 422,
    code: 'too_high',
  },
  { what: 'too little', path: ':lot/bids', sent: { json: { ...bidding, amount: 1 } }, status: 409, code: 'low_bid' },
  {
    what: 'an unknown kind of bid',
    path: ':lot/bids',
    sent: { json: { ...bidding, type: 'guess' } },
    status: 422,
    code: 'invalid_input',
  },
  {
    what: 'an unknown field',
    path: ':lot/bids',
    sent: { json: { ...bidding, price: 1 } },
    status: 422,
    code: 'invalid_input',
  },
  { what: 'an unknown lot', path: `${unknownLot}/bids`, sent: { json: bidding }, status: 404, code: 'not_found' },
  { what: 'an unknown lot number', path: '999999999/bids', sent: { json: bidding }, status: 404, code: 'not_found' },
  { what: 'no lot at all', path: "1'%20or%201=1/bids", sent: { json: bidding }, status: 404, code: 'not_found' },
  {
    what: 'a body too large',
    path: ':lot/bids',
    sent: { json: { ...bidding, note: hugeText } },
    status: 413,
    code: 'payload_too_large',
  },
  {
    what: 'XML',
    path: ':lot/bids',
    sent: { raw: '<bid/>', headers: { 'Content-Type': 'application/xml' } },
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    what: 'an unknown method',
    path: ':lot/bids',
    sent: { method: 'PUT', json: bidding },
    status: 405,
    code: 'method_not_allowed',
  },
  {
    what: 'a key of blanks',
    path: ':lot/bids',
    sent: { json: bidding, headers: { 'Idempotency-Key': 'a b' } },
    status: 422,
    code: 'invalid_input',
  },
  {
    what: 'a purchase with a price',
    path: ':lot/buy-now',
    sent: { json: { price: 1 } },
    status: 422,
    code: 'invalid_input',
  },
  {
    what: 'a purchase where none is offered',
    path: ':lot/buy-now',
    sent: { json: {} },
    status: 409,
    code: 'buy_now_unavailable',
  },
]

export const badListings: readonly Bad[] = [
  { what: 'no fields', path: '', sent: { json: {} }, status: 422, code: 'invalid_input' },
  {
    what: 'an unknown field',
    path: '',
    sent: { json: { ...listing(), sellerId: unknownLot } },
    status: 422,
    code: 'invalid_input',
  },
  {
    what: 'a currency nobody has',
    path: '',
    sent: { json: { ...listing(), currency: 'XYZ' } },
    status: 422,
    code: 'invalid_input',
  },
  {
    what: 'a negative price',
    path: '',
    sent: { json: { ...listing(), startingPrice: -1 } },
    status: 422,
    code: 'invalid_input',
  },
  {
    what: 'an end before its start',
    path: '',
    sent: { json: { ...listing(), endsAt: '2020-01-01T00:00:00Z' } },
    status: 422,
    code: 'invalid_input',
  },
  {
    what: 'a day that is none',
    path: '',
    sent: { json: { ...listing(), endsAt: '2027-02-30T00:00:00Z' } },
    status: 422,
    code: 'invalid_input',
  },
  {
    what: 'a reserve below the starting price',
    path: '',
    sent: { json: { ...listing(), reservePrice: 99 } },
    status: 422,
    code: 'invalid_input',
  },
  {
    what: 'a soft close of an unknown kind',
    path: '',
    sent: { json: { ...listing(), softClose: { mode: 'for_ever' } } },
    status: 422,
    code: 'invalid_input',
  },
  {
    what: 'text the database can not keep',
    path: '',
    sent: { json: { ...listing(), title: 'a\u0000b' } },
    status: 422,
    code: 'invalid_input',
  },
  {
    what: 'increments that do not ascend',
    path: '',
    sent: {
      json: {
        ...listing(),
        increments: [
          { from: 0, step: 1 },
          { from: 0, step: 2 },
        ],
      },
    },
    status: 422,
    code: 'invalid_input',
  },
]

export type BadClassic = { what: string; path: string; sent: Sent; status: number }

export const badClassic: readonly BadClassic[] = [
  { what: 'broken JSON', path: '/bid', sent: { raw: '{', headers: json }, status: 400 },
  { what: 'a wrong type', path: '/bid', sent: { json: { item_id: 'one', bidder_id: 1, bid_amount: 1 } }, status: 422 },
  {
    what: 'an unknown lot',
    path: '/bid',
    sent: { json: { item_id: 999_999_999, bidder_id: 1, bid_amount: 1 } },
    status: 404,
  },
  {
    what: 'an unknown lot to buy',
    path: '/buy-now',
    sent: { json: { item_id: 999_999_999, buyer_id: 1 } },
    status: 404,
  },
]
