import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { badBids, badClassic, badListings, bidding, unknownLot } from '../src/badRequests.ts'
import { type Gavel, startGavel } from '../src/gavel.ts'
import { type Sent, send } from '../src/http.ts'
import { logSize } from '../src/log.ts'
import { type ListedLot, listLot } from '../src/lots.ts'
import { sellersPaddle, tokenOf } from '../src/people.ts'
import { badOrders } from '../src/shop/badOrders.ts'
import { placeOrder, type Shelf, shelve } from '../src/shop/shop.ts'

describe('bad input', () => {
  let gavel: Gavel
  let lot: ListedLot
  let shelf: Shelf
  let othersOrder: string
  beforeAll(async () => {
    gavel = await startGavel('bad-input')
    lot = await listLot(gavel)
    shelf = await shelve(gavel, 11)
    othersOrder = (await placeOrder(gavel, 502, shelf)).orderId
  }, 120_000)
  afterAll(() => gavel?.stop(), 60_000)

  /** Sends it and expects that it left no trace. */
  async function sendInVain(path: string, sent: Sent) {
    const before = await logSize(gavel)
    const answer = await send(`${gavel.webUrl}${path}`, sent)
    expect(await logSize(gavel)).toEqual(before)
    return answer
  }

  it.each(badBids)('a bid with $what is answered $status $code', async ({ path, sent, status, code }) => {
    const token = await tokenOf(501)
    const answer = await sendInVain(`/v1/auctions/${path.replace(':lot', lot.id)}`, { token, ...sent })
    expect(answer).toMatchObject({ status, body: { code, status, title: expect.any(String) } })
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  })

  it.each(badListings)('a listing with $what is answered $status $code', async ({ sent, status, code }) => {
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

  it.each(badOrders)('of the shop: $what is answered $status $code', async ({ path, sent, status, code }) => {
    const named = (text: string) => text.replaceAll(':sku', shelf.skuId).replaceAll(':order', othersOrder)
    const { json, ...rest } = sent
    const body = json === undefined ? {} : { json: JSON.parse(named(JSON.stringify(json))) }
    const answer = await sendInVain(named(path), { token: await tokenOf(501), ...rest, ...body })
    expect(answer).toMatchObject({ status, body: { code, status, title: expect.any(String) } })
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  })

  it.each(badClassic)('a classic $path with $what is answered $status', async ({ path, sent, status }) => {
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
