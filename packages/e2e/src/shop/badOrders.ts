import type { Bad } from '../badRequests.ts'

const unknown = '00000000-0000-7000-8000-000000000000'
const order = { skuId: ':sku', quantity: 1 }
const invalid = { status: 422, code: 'invalid_input' }
const missing = { status: 404, code: 'not_found' }
const post = '/v1/orders'
const orderWith = (what: string, changes: object, refused: { status: number; code: string } = invalid): Bad => ({
  what,
  path: post,
  sent: { json: { ...order, ...changes } },
  ...refused,
})

/** Of a member, who has one order; `:sku` and `:order` stand for a SKU of ten and for an order that is somebody else's. */
export const badOrders: readonly Bad[] = [
  orderWith('no quantity', { quantity: undefined }),
  orderWith('none of it', { quantity: 0 }),
  orderWith('less than none', { quantity: -1 }),
  orderWith('a half', { quantity: 0.5 }),
  orderWith('a quantity in words', { quantity: '1' }),
  orderWith('no safe integer', { quantity: 1e300 }),
  orderWith('more than there is', { quantity: 11 }, { status: 409, code: 'insufficient_stock' }),
  orderWith('no SKU', { skuId: undefined }),
  orderWith('a SKU that is none', { skuId: 'oak' }),
  orderWith('an unknown SKU', { skuId: unknown }, missing),
  orderWith('an unknown number', { skuId: 2_147_483_647 }, missing),
  orderWith('the id of an order', { skuId: ':order' }, missing),
  orderWith('an empty key', { idempotencyKey: '' }),
  orderWith('a key with a line in it', { idempotencyKey: 'a\nb' }),
  orderWith('an unknown field', { price: 1 }),
  { what: 'no body', path: post, sent: { method: 'POST' }, ...invalid },
  { what: 'a list', path: post, sent: { json: [order] }, ...invalid },
  { what: 'an unknown order', path: `${post}/${unknown}/pay`, sent: { json: {} }, ...missing },
  { what: "somebody else's order", path: `${post}/:order/pay`, sent: { json: {} }, ...missing },
  { what: "somebody else's order to cancel", path: `${post}/:order/cancel`, sent: { json: {} }, ...missing },
  { what: 'a SKU instead of an order', path: `${post}/:sku/cancel`, sent: { json: {} }, ...missing },
  { what: 'no id', path: `${post}/1/pay`, sent: { json: {} }, ...missing },
  { what: 'a wrong method', path: post, sent: { method: 'PATCH', json: {} }, status: 405, code: 'method_not_allowed' },
  {
    what: 'a product by no administrator',
    path: '/v1/products',
    sent: { json: { name: 'x' } },
    status: 403,
    code: 'forbidden',
  },
  { what: "somebody else's orders", path: '/v1/search/orders?userId=1', sent: {}, status: 403, code: 'forbidden' },
  { what: 'an unknown filter', path: '/v1/search/orders?buyer=1', sent: {}, ...invalid },
  { what: 'a status that is none', path: '/v1/search/orders?status=lost', sent: {}, ...invalid },
  { what: 'a time that is none', path: '/v1/search/orders?from=yesterday', sent: {}, ...invalid },
  { what: 'a broken cursor', path: '/v1/search/orders?cursor=broken', sent: {}, ...invalid },
  { what: "somebody else's order to read", path: `${post}/:order`, sent: {}, ...missing },
  { what: 'orders of a status that is none', path: '/v1/me/orders?status=lost', sent: {}, ...invalid },
  { what: 'a product that is none', path: '/v1/products/oak', sent: {}, ...missing },
]
