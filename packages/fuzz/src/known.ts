import { randomUUID } from 'node:crypto'
import type { Furniture } from './furnish.ts'
import { rival } from './people.ts'

/** By route, by where a value stands: what to take. */
export type Known = Readonly<Record<string, Readonly<Record<string, readonly (string | number | boolean)[]>>>>

const hourMs = 3_600_000

/**
 * What each route is told of what there is. Amounts and times are near what is right, so that some of the requests do
 * what they ask for.
 */
export function knownOf(there: Furniture): Known {
  const nowMs = Date.now()
  const at = (hours: number): string => new Date(nowMs + hours * hourMs).toISOString()
  const lot = { 'path.id': there.lots }
  const order = { 'path.id': there.orders }
  const product = { 'path.id': there.products }
  const offer = { 'path.id': there.offers }
  const amounts = Array.from({ length: 100 }, (_, index) => 100 + index * index)
  const terms = {
    'body.startsAt': [at(-1), at(2)],
    'body.endsAt': [at(3), at(48)],
    'body.startingPrice': [1, 100],
    'body.reservePrice': [100, 5_000],
    'body.buyNowPrice': [6_000, 1_000_000],
    'body.currency': ['JPY', 'KRW', 'USD'],
  }
  const item = {
    'body.start_price': [100, 2_000],
    'body.start_datetime': [at(-1), at(2)],
    'body.end_datetime': [at(3), at(48)],
    'body.c_code': there.categories,
    'body.image': ['https://gavel.example/1.jpg'],
  }
  const sign = { 'body.email': [there.email], 'body.password': [there.password] }
  const newcomers = Array.from({ length: 100 }, () => `${randomUUID()}@gavel.example`)
  const join = { 'body.email': newcomers, 'body.username': ['Mia', 'Ben'], 'body.password': [there.password] }
  const page = { 'header.X-Gavel-Session': ['page'] }
  const found = { 'query.category': there.categories, 'query.seller': there.users }
  const prices = { 'query.minPrice': [1, 100], 'query.maxPrice': [5_000, 1_000_000] }
  const classic = { 'path.id': there.lotNumbers.map(String) }
  const classicBid = { 'body.item_id': there.openNumbers, 'body.bid_amount': amounts }
  const sku = { ...product, 'path.skuId': there.skus }
  const price = { 'body.price': [100, 2_000], 'body.currency': ['JPY', 'KRW'] }
  const both = (path: string, known: Known[string]): Known => ({ [`GET ${path}`]: known, [`PATCH ${path}`]: known })
  return {
    ...both('/v1/auctions/{id}', { ...lot, ...terms }),
    'GET /v1/auctions': found,
    'POST /v1/auctions': terms,
    'GET /v1/auctions/stream': { 'query.ids': [there.lotIds.slice(0, 2).join(','), there.lotIds.join(',')] },
    'GET /v1/auctions/{id}/stream': lot,
    'GET /v1/auctions/{id}/bids': lot,
    'POST /v1/auctions/{id}/bids': { 'path.id': there.open, 'body.amount': amounts, 'body.currency': ['JPY'] },
    'DELETE /v1/auctions/{id}/bids/{bidId}': { 'path.id': there.bidOn, 'path.bidId': there.bids },
    'POST /v1/auctions/{id}/buy-now': { 'path.id': there.open.slice(-2) },
    'POST /v1/auctions/{id}/cancel': lot,
    'GET /v1/auctions/{id}/highest-bid': lot,
    'GET /v1/auctions/{id}/my-bid': lot,
    'POST /v1/auctions/{id}/offers': {
      'path.id': [...there.unsold, ...there.sold.slice(0, 1)],
      'body.paddleNumber': [rival],
      'body.expiresInSec': [1, 3_600],
    },
    'POST /v1/auctions/{id}/sale/decline': { 'path.id': there.won },
    'POST /v1/auctions/{id}/sale/unpaid': { 'path.id': there.sold },
    'PUT /v1/auctions/{id}/watch': lot,
    'DELETE /v1/auctions/{id}/watch': lot,
    'PUT /v1/me/blocks/{paddleNumber}': { 'path.paddleNumber': there.paddles.map(String) },
    'DELETE /v1/me/blocks/{paddleNumber}': { 'path.paddleNumber': there.paddles.map(String) },
    'POST /v1/offers/{id}/accept': offer,
    'POST /v1/offers/{id}/decline': offer,
    'POST /v1/orders': { 'body.skuId': [...there.skus, ...there.skuNumbers], 'body.quantity': [1, 2, 30] },
    'GET /v1/orders/{id}': order,
    'POST /v1/orders/{id}/cancel': { 'path.id': there.orders.slice(0, 3) },
    'POST /v1/orders/{id}/pay': { ...order, 'body.paymentMethod': ['fake_approve', 'fake_decline', 'fake_timeout'] },
    ...both('/v1/products/{id}', product),
    'GET /v1/products/{id}/skus': product,
    'POST /v1/products/{id}/skus': { ...product, ...price, 'body.stock': [0, 10] },
    ...both('/v1/products/{id}/skus/{skuId}', { ...sku, ...price, 'body.stockChange': [-1, 1, 100] }),
    ...both('/v1/categories/{code}', { 'path.code': there.categories }),
    'POST /v1/categories': { 'body.code': [...there.categories, 'unnamed'] },
    'GET /v1/search/auctions': { ...found, ...prices, 'query.q': ['inkstone', 'dragn ink', 'gavel'] },
    'GET /v1/search/orders': {
      'query.userId': there.users,
      'query.skuId': [...there.skus],
      'query.correlationId': there.correlationIds,
      'query.q': ['gavel', 'oak', `lot ${there.lotNumbers[0]}`],
    },
    'POST /v1/auth/signup': join,
    'POST /v1/auth/signin': sign,
    'POST /v1/auth/session/signup': { ...join, ...page },
    'POST /v1/auth/session/signin': { ...sign, ...page },
    'POST /v1/auth/session/refresh': page,
    'POST /v1/auth/session/password': page,
    'POST /v1/auth/session/signout': page,
    'POST /v1/auth/refresh': { 'body.refreshToken': [there.refreshToken] },
    'POST /bid': { ...classicBid, 'body.bidder_id': there.paddles },
    'POST /buy-now': { 'body.item_id': there.lotNumbers, 'body.buyer_id': there.paddles },
    'POST /auction/bid': classicBid,
    'PATCH /auction/bid': classicBid,
    'POST /auction/item': item,
    'PUT /auction/item/{id}': { ...classic, ...item },
    'GET /auction/item/{id}': classic,
    'GET /auction/items/search': { 'query.c_code': there.categories, ...prices },
    'GET /auction/{id}': classic,
    'GET /auction/{id}/bids': classic,
    'GET /auction/{id}/highest-bid': classic,
    'GET /items/{id}': classic,
    'GET /items/{id}/bids': classic,
    'GET /products/{id}': product,
    'POST /orders': {
      'body.skuId': there.skuNumbers,
      'body.quantity': [1, 2, 30],
      'body.userId': there.paddles,
    },
    'GET /search/orders': {
      'query.userId': there.paddles,
      'query.skuId': there.skuNumbers,
      'query.correlationId': there.correlationIds,
    },
    'POST /auth/signup': join,
    'POST /auth/signin': sign,
    'POST /user/signup': join,
    'POST /user/signin': sign,
  }
}
