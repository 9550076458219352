import { amountMax, type OrderFact, paddleHolder } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import type { ListedSku } from '../../catalog/rules/sku.ts'
import { abandonOrder, cancelOrder, expireOrder } from './ending.ts'
import { evolve, noOrder, type Order } from './order.ts'
import { beginPayment, pendingPayment, settlePayment, unansweredPayment } from './paying.ts'
import { placeOrder } from './placing.ts'

const orderId = '01a1fdf8-d71c-7e68-9764-392548b33d81'
const skuId = '01a1fdf8-d71c-7e68-9764-392548b33d82'
const productId = '01a1fdf8-d71c-7e68-9764-392548b33d83'
const buyer = paddleHolder(7)
const atMs = Date.parse('2026-11-21T12:00:00.000Z')
const payableMs = 900_000
const dueMs = atMs + payableMs
const sku: ListedSku = { skuNumber: 3, productId, code: 'oak', price: 1_000, currency: 'KRW', stock: 5 }
const wanted = { orderId, skuId, buyer, quantity: 2, productName: 'Gavel', payableMs }

const placed = placeOrder(sku, wanted, atMs)
if (!placed.accepted) throw new Error('there is enough')
const after = (...facts: readonly OrderFact[]): Order => [...placed.order, ...facts].reduce(evolve, noOrder)
/** The order as a verdict leaves it. */
const then = (order: Order, verdict: { accepted: boolean; facts?: readonly OrderFact[] }): Order => {
  if (!verdict.accepted) throw new Error('it was to be accepted')
  return (verdict.facts ?? []).reduce(evolve, order)
}

const paying = (paymentId: string, by = buyer.id) => ({ orderId, by, paymentId, method: 'card' })
const begun = then(after(), beginPayment(after(), paying('p1'), atMs))
const settle = (order: Order, answer: 'approved' | 'declined', paymentId = 'p1') =>
  settlePayment(order, {
    paymentId,
    settled: answer === 'approved' ? { kind: answer, reference: 'r' } : { kind: answer, reason: 'no' },
  })
const paid = then(begun, settle(begun, 'approved'))
const declined = then(begun, settle(begun, 'declined'))
const own = { id: buyer.id, isAdministrator: false }
const cancelled = then(after(), cancelOrder(after(), own))
const expired = then(after(), expireOrder(after(), dueMs))

describe('placing an order', () => {
  it('takes the stock at the price of the moment, to be paid in time', () => {
    expect(placed).toEqual({
      accepted: true,
      stock: [{ type: 'stock.taken', data: { orderId, quantity: 2, stock: 3 } }],
      order: [
        {
          type: 'order.created',
          data: {
            buyer,
            item: {
              kind: 'sku',
              skuId,
              skuNumber: 3,
              productId,
              productName: 'Gavel',
              code: 'oak',
              quantity: 2,
              unitPrice: 1_000,
            },
            total: 2_000,
            currency: 'KRW',
            payableUntil: new Date(dueMs).toISOString(),
          },
        },
      ],
    })
  })

  it.each([
    ['of nothing', null, 1, { code: 'not_found', what: 'SKU' }],
    ['of more than there is', sku, 6, { code: 'insufficient_stock', stock: 5 }],
    ['that comes to too much', { ...sku, price: amountMax }, 2, { code: 'order_too_large', totalMax: amountMax }],
  ])('is refused %s', (_, of, quantity, refusal) => {
    expect(placeOrder(of, { ...wanted, quantity }, atMs)).toEqual({ accepted: false, refusal })
  })
})

describe('paying', () => {
  it('is written down before the provider is asked, and again it is the same payment', () => {
    expect(beginPayment(after(), paying('p1'), atMs)).toMatchObject({
      facts: [{ type: 'order.payment_started', data: { paymentId: 'p1', method: 'card' } }],
      answer: { payment: { paymentId: 'p1', orderId, amount: 2_000, currency: 'KRW' } },
    })
    expect(beginPayment(begun, { ...paying('p2'), method: 'other' }, dueMs)).toMatchObject({
      facts: [],
      answer: { payment: { paymentId: 'p1', method: 'card' } },
    })
  })

  it('twice is done once, and after a refusal it is another payment', () => {
    expect(beginPayment(paid, paying('p2'), atMs)).toEqual({ accepted: true, facts: [], answer: { payment: null } })
    expect(settle(paid, 'approved')).toMatchObject({ facts: [], answer: { status: 'paid' } })
    expect(settle(paid, 'declined')).toMatchObject({ facts: [], answer: { status: 'paid' } })
    expect(settle(declined, 'approved')).toMatchObject({ facts: [], answer: { status: 'created' } })
    expect(beginPayment(declined, paying('p2'), atMs)).toMatchObject({ answer: { payment: { paymentId: 'p2' } } })
  })

  it.each([
    ['by somebody else', after(), paying('p', 'other'), atMs, { code: 'not_found' }],
    ['of no order', null, paying('p'), atMs, { code: 'not_found' }],
    [
      'from the instant on at which it is due',
      after(),
      paying('p'),
      dueMs,
      { code: 'order_closed', status: 'expired' },
    ],
    ['of what was cancelled', cancelled, paying('p'), atMs, { code: 'order_closed', status: 'cancelled' }],
  ])('is refused %s', (_, order, wants, nowMs, refusal) => {
    expect(beginPayment(order, wants, nowMs)).toMatchObject({ accepted: false, refusal })
  })

  it('that is not answered is what the order says of it', () => {
    expect(unansweredPayment(begun, 'p1')).toMatchObject({ answer: { kind: 'unanswered' } })
    expect(unansweredPayment(paid, 'p1')).toMatchObject({ answer: { kind: 'paid' } })
    expect(unansweredPayment(declined, 'p1')).toMatchObject({ answer: { kind: 'declined', reason: 'no' } })
    expect(unansweredPayment(begun, 'p0')).toMatchObject({ refusal: { code: 'payment_pending' } })
    expect(unansweredPayment(cancelled, 'p1')).toMatchObject({ refusal: { code: 'order_closed' } })
  })
})

describe('the end of an order', () => {
  it.each([
    ['cancelled by its buyer', cancelOrder(after(), own), 'order.cancelled', { by: 'buyer' }],
    [
      'by an administrator',
      cancelOrder(after(), { id: 'root', isAdministrator: true }),
      'order.cancelled',
      { by: 'administrator' },
    ],
    ['with its sale', abandonOrder(declined), 'order.cancelled', { by: 'house', reason: 'sale_failed' }],
    ['when it is due', expireOrder(declined, dueMs), 'order.expired', {}],
  ])('is that it is %s', (_, verdict, type, data) => {
    expect(verdict).toMatchObject({ facts: [{ type, data }] })
  })

  it('comes once', () => {
    for (const verdict of [cancelOrder(cancelled, own), abandonOrder(cancelled)]) {
      expect(verdict).toEqual({ accepted: true, facts: [], answer: null })
    }
    for (const over of [paid, cancelled, expired]) {
      expect(expireOrder(over, dueMs)).toEqual({ accepted: true, facts: [], answer: null })
    }
    for (const over of [paid, expired]) {
      expect(cancelOrder(over, own)).toMatchObject({ refusal: { code: 'order_closed' } })
    }
  })

  it('waits while a payment is pending, and expiry for its time', () => {
    expect(cancelOrder(begun, own)).toMatchObject({ refusal: { code: 'payment_pending' } })
    expect(abandonOrder(begun)).toMatchObject({ refusal: { code: 'payment_pending' } })
    expect(expireOrder(begun, dueMs)).toMatchObject({ refusal: { code: 'payment_pending' } })
    expect(expireOrder(after(), dueMs - 1)).toMatchObject({ refusal: { code: 'not_due' } })
    expect(expireOrder(null, dueMs)).toMatchObject({ refusal: { code: 'not_found' } })
    expect(cancelOrder(after(), { id: 'other', isAdministrator: false })).toMatchObject({
      refusal: { code: 'not_found' },
    })
    if (begun === null) throw new Error('it was placed')
    expect(pendingPayment(orderId, begun)).toMatchObject({ paymentId: 'p1' })
  })

  it('of one that was never begun is a broken log', () => {
    expect(() => evolve(noOrder, { type: 'order.expired', data: {} })).toThrow('created before')
  })
})
