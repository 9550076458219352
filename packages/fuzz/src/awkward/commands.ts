import type { Furniture } from '../furnish.ts'

/** A command that would be accepted as it is, to be made awkward one field at a time. */
export type Command = { method: string; path: string; body: Readonly<Record<string, unknown>> }

const hourMs = 3_600_000

export function commandsOn(there: Furniture): readonly Command[] {
  const at = (hours: number): string => new Date(Date.now() + hours * hourMs).toISOString()
  const [lot] = there.lots
  const listing = {
    title: 'Inkstone',
    description: 'To be fuzzed',
    category: 'writing',
    images: ['https://gavel.example/1.jpg'],
    currency: 'JPY',
    startingPrice: 100,
    reservePrice: 200,
    buyNowPrice: 10_000,
    buyNowPolicy: 'until_first_bid',
    increments: 'any',
    softClose: 'off',
    startsAt: at(1),
    endsAt: at(2),
  }
  const item = { title: 'Inkstone', content: 'Old', start_price: 100, start_datetime: at(1), end_datetime: at(2) }
  const signUp = { email: 'awkward@gavel.example', username: 'Awkward', password: 'three rusty anvils' }
  const signIn = { email: there.email, password: there.password }
  const sku = { code: 'elm', price: 1_000, currency: 'JPY', stock: 5 }
  const itemId = there.lotNumbers[0]
  return [
    { method: 'POST', path: '/v1/auctions', body: listing },
    { method: 'PATCH', path: `/v1/auctions/${lot}`, body: listing },
    { method: 'POST', path: `/v1/auctions/${lot}/bids`, body: { type: 'max', amount: 500, currency: 'JPY' } },
    { method: 'DELETE', path: `/v1/auctions/${lot}/bids/${there.bids[0]}`, body: { reason: 'A slip' } },
    { method: 'POST', path: `/v1/auctions/${lot}/cancel`, body: { reason: 'Broken' } },
    { method: 'POST', path: `/v1/auctions/${lot}/offers`, body: { paddleNumber: 502, expiresInSec: 60 } },
    { method: 'POST', path: `/v1/auctions/${lot}/buy-now`, body: {} },
    { method: 'POST', path: '/v1/categories', body: { code: 'awkward', name: 'Awkward' } },
    { method: 'PATCH', path: '/v1/categories/writing', body: { name: 'Writing' } },
    { method: 'POST', path: '/v1/products', body: { name: 'Gavel', skus: [sku] } },
    { method: 'PATCH', path: `/v1/products/${there.products[0]}`, body: { name: 'Gavel' } },
    { method: 'POST', path: `/v1/products/${there.products[0]}/skus`, body: sku },
    {
      method: 'PATCH',
      path: `/v1/products/${there.products[0]}/skus/${there.skus[0]}`,
      body: { price: 5, stockChange: 1 },
    },
    { method: 'POST', path: '/v1/orders', body: { skuId: there.skus[0], quantity: 1, idempotencyKey: 'awkward' } },
    { method: 'POST', path: `/v1/orders/${there.orders[0]}/pay`, body: { paymentMethod: 'fake_decline' } },
    { method: 'POST', path: `/v1/orders/${there.orders[0]}/cancel`, body: {} },
    { method: 'POST', path: '/v1/auth/signup', body: signUp },
    { method: 'POST', path: '/v1/auth/signin', body: signIn },
    { method: 'POST', path: '/v1/auth/refresh', body: { refreshToken: 'none' } },
    { method: 'POST', path: '/v1/auth/signout', body: { refreshToken: 'none' } },
    { method: 'POST', path: '/v1/auth/password', body: { currentPassword: 'none', newPassword: 'three rusty anvils' } },
    { method: 'POST', path: '/v1/auth/session/signin', body: signIn },
    { method: 'POST', path: '/auth/signup', body: signUp },
    { method: 'POST', path: '/auth/signin', body: signIn },
    {
      method: 'POST',
      path: '/auction/item',
      body: { ...item, c_code: 'writing', image: 'https://gavel.example/1.jpg' },
    },
    { method: 'PUT', path: `/auction/item/${itemId}`, body: item },
    { method: 'POST', path: '/auction/bid', body: { item_id: itemId, bid_amount: 500 } },
    { method: 'PATCH', path: '/auction/bid', body: { item_id: itemId, bid_amount: 500 } },
    { method: 'POST', path: '/bid', body: { item_id: itemId, bidder_id: 502, bid_amount: 500 } },
    { method: 'POST', path: '/buy-now', body: { item_id: itemId, buyer_id: 502 } },
    { method: 'POST', path: '/category', body: { c_code: 'awkward-too', c_name: 'Awkward' } },
    {
      method: 'POST',
      path: '/orders',
      body: { skuId: there.skuNumbers[0], quantity: 1, idempotencyKey: 'awkward-too' },
    },
  ]
}
