import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Gavel, startGavel } from '../src/gavel.ts'
import { type Sent, send } from '../src/http.ts'
import { logSize } from '../src/log.ts'
import { type ListedLot, listingBody, listLot } from '../src/lots.ts'
import { sellersPaddle, tokenOf } from '../src/people.ts'

type Bad = { what: string; path: string; sent: Sent; status: number; code: string }

const unknownLot = '00000000-0000-7000-8000-000000000000'
const json = { 'Content-Type': 'application/json' }
const bidding = { type: 'exact', amount: 500 }
const listing = () => listingBody()
const hugeText = 'x'.repeat(65 * 1024)

/** `:lot` stands for a lot that is open. */
const bids: readonly Bad[] = [
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

const listings: readonly Bad[] = [
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

type BadClassic = { what: string; path: string; sent: Sent; status: number }

const classic: readonly BadClassic[] = [
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
  { what: 'a body too large', path: '/bid', sent: { json: { item_id: 1, note: hugeText } }, status: 413 },
]

describe('bad input', () => {
  let gavel: Gavel
  let lot: ListedLot
  beforeAll(async () => {
    gavel = await startGavel('bad-input')
    lot = await listLot(gavel)
  }, 120_000)
  afterAll(() => gavel?.stop(), 60_000)

  /** Sends it and expects that it left no trace. */
  async function sendInVain(path: string, sent: Sent) {
    const before = await logSize(gavel)
    const answer = await send(`${gavel.webUrl}${path}`, sent)
    expect(await logSize(gavel)).toEqual(before)
    return answer
  }

  it.each(bids)('a bid with $what is answered $status $code', async ({ path, sent, status, code }) => {
    const token = await tokenOf(501)
    const answer = await sendInVain(`/v1/auctions/${path.replace(':lot', lot.id)}`, { token, ...sent })
    expect(answer).toMatchObject({ status, body: { code, status, title: expect.any(String) } })
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  })

  it.each(listings)('a listing with $what is answered $status $code', async ({ sent, status, code }) => {
    const answer = await sendInVain('/v1/auctions', { token: await tokenOf(sellersPaddle), ...sent })
    expect(answer).toMatchObject({ status, body: { code, status, title: expect.any(String) } })
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  })

  it.each([
    { what: 'no token', token: undefined, code: 'token_missing' },
    { what: 'a token that is none', token: 'not.a.token', code: 'token_invalid' },
  ])('$what is answered 401 $code', async ({ token, code }) => {
    const sent = { json: bidding, ...(token === undefined ? {} : { token }) }
    const answer = await sendInVain(`/v1/auctions/${lot.id}/bids`, sent)
    expect(answer).toMatchObject({ status: 401, body: { code } })
  })

  it('a seller who bids on his own lot is refused', async () => {
    const token = await tokenOf(sellersPaddle)
    const answer = await sendInVain(`/v1/auctions/${lot.id}/bids`, { token, json: bidding })
    expect(answer).toMatchObject({ status: 409, body: { code: 'own_lot' } })
  })

  it.each(classic)('a classic $path with $what is answered $status', async ({ path, sent, status }) => {
    const answer = await sendInVain(path, sent)
    expect(answer).toMatchObject({ status, body: { error: expect.any(String), code: expect.any(String) } })
  })

  it.each(['/v1/auctions/no-lot', `/v1/auctions/${unknownLot}`, '/v1/auctions/999999999/bids', '/v1/nothing'])(
    'reading %s is answered not_found',
    async (path) => {
      expect(await sendInVain(path, {})).toMatchObject({ status: 404, body: { code: 'not_found' } })
    },
  )

  it.each(['?limit=0', '?limit=1000', '?cursor=broken', '?sort=price', '?unknown=1'])(
    'reading the lots with %s is answered invalid_input',
    async (query) => {
      const answer = await sendInVain(`/v1/auctions${query}`, {})
      expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_input', errors: [expect.anything()] } })
    },
  )
})
