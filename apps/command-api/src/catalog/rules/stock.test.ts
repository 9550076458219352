import { catalogFact, stockMax } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { evolve, type ListedSku } from './sku.ts'
import { adjustStock, returnStock, takeStock } from './stock.ts'

const orderId = '00000000-0000-7000-8000-000000000001'

const skuWith = (stock: number): ListedSku => ({
  skuNumber: 3,
  productId: '00000000-0000-7000-8000-000000000007',
  code: 'oak',
  price: 1_000,
  currency: 'KRW',
  stock,
})

describe('taking stock for an order', () => {
  it('takes all that is wanted, to the last one', () => {
    expect(takeStock(skuWith(5), { orderId, quantity: 2 })).toEqual({
      accepted: true,
      facts: [{ type: 'stock.taken', data: { orderId, quantity: 2, stock: 3 } }],
      answer: null,
    })
    expect(takeStock(skuWith(2), { orderId, quantity: 2 })).toMatchObject({ facts: [{ data: { stock: 0 } }] })
  })

  it('takes nothing when there is less, and says what there is', () => {
    for (const stock of [0, 1]) {
      expect(takeStock(skuWith(stock), { orderId, quantity: 2 })).toEqual({
        accepted: false,
        refusal: { code: 'insufficient_stock', stock },
      })
    }
  })
})

describe('giving it back', () => {
  it.each(['cancelled', 'expired'] as const)('says why: %s', (reason) => {
    expect(returnStock(skuWith(3), { orderId, quantity: 2, reason })).toEqual({
      type: 'stock.returned',
      data: { orderId, quantity: 2, stock: 5, reason },
    })
  })

  it('never fails for too much of it: what was filled up meanwhile stays full', () => {
    expect(returnStock(skuWith(stockMax - 1), { orderId, quantity: 2, reason: 'expired' })).toMatchObject({
      data: { quantity: 2, stock: stockMax },
    })
  })
})

describe('adjusting it', () => {
  it.each([
    [7, 17],
    [-10, 0],
    [stockMax - 10, stockMax],
  ])('by %i makes it %i', (change, stock) => {
    expect(adjustStock(skuWith(10), change)).toEqual({
      accepted: true,
      facts: [{ type: 'stock.adjusted', data: { change, stock } }],
      answer: null,
    })
  })

  it('by nothing is nothing', () => {
    expect(adjustStock(skuWith(10), 0)).toEqual({ accepted: true, facts: [], answer: null })
  })

  it('goes neither below nothing nor over the brim', () => {
    expect(adjustStock(skuWith(10), -11)).toEqual({
      accepted: false,
      refusal: { code: 'insufficient_stock', stock: 10 },
    })
    expect(adjustStock(skuWith(10), stockMax - 9)).toEqual({
      accepted: false,
      refusal: { code: 'stock_too_large', stockMax },
    })
  })
})

/** One that is given is tried again; otherwise each run has its own, and says it when it fails. */
const seed = process.env.FAST_CHECK_SEED === undefined ? Date.now() : Number(process.env.FAST_CHECK_SEED)

const aFew = fc.integer({ min: 1, max: 8 })
const step = fc.oneof(
  fc.record({ kind: fc.constant('take' as const), quantity: aFew }),
  fc.record({ kind: fc.constant('return' as const), which: fc.nat(30) }),
  fc.record({ kind: fc.constant('adjust' as const), change: fc.integer({ min: -12, max: 12 }) }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** What one step does to a SKU of which the orders still hold the given quantities. */
function factsOf(sku: ListedSku, held: readonly number[], one: Step) {
  switch (one.kind) {
    case 'take': {
      const verdict = takeStock(sku, { orderId, quantity: one.quantity })
      expect(verdict.accepted).toBe(one.quantity <= sku.stock)
      return verdict.accepted ? verdict.facts : []
    }
    case 'return': {
      const quantity = held[one.which % held.length]
      return quantity === undefined ? [] : [returnStock(sku, { orderId, quantity, reason: 'cancelled' as const })]
    }
    case 'adjust': {
      const verdict = adjustStock(sku, one.change)
      expect(verdict.accepted).toBe(sku.stock + one.change >= 0)
      return verdict.accepted ? verdict.facts : []
    }
    default:
      return one satisfies never
  }
}

it('is never negative, and adds up: what came in, less what was lost and what orders hold', () => {
  const start = fc.integer({ min: 0, max: 20 })
  // Left to itself fast-check makes no more than ten of them.
  const steps = fc.array(step, { maxLength: 60, size: 'max' })
  const property = fc.property(start, steps, (stock, wanted) => {
    let sku = skuWith(stock)
    let held: readonly number[] = []
    let cameIn = stock
    for (const one of wanted) {
      for (const fact of factsOf(sku, held, one)) {
        // What a rule says, the contract takes.
        expect(catalogFact.parse(fact)).toEqual(fact)
        if (fact.type === 'stock.taken') held = [...held, fact.data.quantity]
        if (fact.type === 'stock.returned') held = held.toSpliced(held.indexOf(fact.data.quantity), 1)
        if (fact.type === 'stock.adjusted') cameIn += fact.data.change
        sku = evolve(sku, fact) ?? sku
      }
      expect(sku.stock).toBeGreaterThanOrEqual(0)
      expect(sku.stock).toBe(held.reduce((left, quantity) => left - quantity, cameIn))
    }
  })
  fc.assert(property, { seed, numRuns: 500 })
})
