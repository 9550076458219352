import { check } from 'k6'
import { Rate, Trend } from 'k6/metrics'
import { get, post, reach } from './load.js'

/** Who fills the shop; as in development when nothing else is said. */
const administrator = {
  email: __ENV.ADMINISTRATOR_EMAIL ?? 'root@gavel.example',
  password: __ENV.ADMINISTRATOR_PASSWORD ?? 'gavel in development',
}

/** A product before anybody comes: the ids of its SKUs. @throws Error when nobody answers, or it could not be added */
export function openShop(skusCount, stock) {
  reach()
  const session = post('POST /v1/auth/signin', '/v1/auth/signin', administrator)
  const skus = Array.from({ length: skusCount }, (_, index) => ({
    code: `load-${index}`,
    price: 1000 + index * 100,
    currency: 'JPY',
    stock,
  }))
  const body = { name: 'Sold by a load script', skus }
  const answer = post('POST /v1/products', '/v1/products', body, session.json('accessToken'))
  if (answer.status !== 201) throw new Error(`adding a product answered ${answer.status}: ${answer.body}`)
  return answer.json('skus.#.id')
}

const ordersPlaced = new Rate('orders_placed')
const foundAfter = new Trend('order_found_after', true)

/** One of the SKU, under a key of its own: the order's `orderId` and `correlationId`, or null when it is sold out. */
export function orderOne(skuId, accessToken) {
  const body = { skuId, quantity: 1, idempotencyKey: `load-${Date.now()}-${Math.random()}` }
  const answer = post('POST /v1/orders', '/v1/orders', body, accessToken)
  ordersPlaced.add(answer.status === 201)
  check(answer, {
    'order answered': ({ status }) =>
      status === 201 || (status === 409 && answer.json('code') === 'insufficient_stock'),
  })
  return answer.status === 201 ? answer.json() : null
}

/** Looks for the order until the search has it; a second is the promise. `pause`: what is waited between two looks. */
export function findOrder({ correlationId }, accessToken, pause) {
  const beginMs = Date.now()
  let isFound = false
  while (!isFound && Date.now() - beginMs < 5000) {
    pause()
    const path = `/v1/search/orders?correlationId=${correlationId}`
    isFound = get('GET /v1/search/orders', path, accessToken).json('items.#') === 1
  }
  foundAfter.add(Date.now() - beginMs)
  check(isFound, { 'order found': (found) => found })
}

/** Pays it, or thinks better of it. */
export function payOrCancel({ orderId }, accessToken) {
  const action = Math.random() < 0.8 ? 'pay' : 'cancel'
  const answer = post(`POST /v1/orders/{id}/${action}`, `/v1/orders/${orderId}/${action}`, {}, accessToken)
  check(answer, { 'order settled': ({ status }) => status === 200 })
}
