import { type SkuFact, stockMax } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import { addSku, reviseSku } from './shelving.ts'
import { evolve, noSku, type Sku } from './sku.ts'

const after = (...facts: readonly SkuFact[]): Sku => facts.reduce(evolve, noSku)

const oak = {
  skuNumber: 3,
  productId: '00000000-0000-7000-8000-000000000007',
  code: 'oak',
  price: 1_000,
  currency: 'KRW',
  stock: 10,
}
const added: SkuFact = { type: 'sku.added', data: oak }
const repriced: SkuFact = { type: 'sku.repriced', data: { price: 1_200 } }
const adjusted: SkuFact = { type: 'stock.adjusted', data: { change: -4, stock: 6 } }

describe('adding a SKU', () => {
  it('puts it on the shelf', () => {
    expect(addSku(after(), oak)).toEqual({ accepted: true, facts: [added], answer: oak })
    expect(after(added)).toEqual(oak)
  })

  it('twice under one id can not be', () => {
    expect(() => addSku(after(added), oak)).toThrow('an id was drawn twice')
  })
})

describe('revising a SKU', () => {
  it('changes its price, its stock, or both', () => {
    expect(reviseSku(after(added), { price: 1_200 })).toEqual({
      accepted: true,
      facts: [repriced],
      answer: { ...oak, price: 1_200 },
    })
    expect(reviseSku(after(added), { stockChange: -4 })).toEqual({
      accepted: true,
      facts: [adjusted],
      answer: { ...oak, stock: 6 },
    })
    expect(reviseSku(after(added), { price: 1_200, stockChange: -4 })).toEqual({
      accepted: true,
      facts: [repriced, adjusted],
      answer: { ...oak, price: 1_200, stock: 6 },
    })
    expect(after(added, repriced, adjusted)).toEqual({ ...oak, price: 1_200, stock: 6 })
  })

  it('twice to the same price is done once; twice by the same change, twice', () => {
    expect(reviseSku(after(added, repriced), { price: 1_200 })).toMatchObject({ accepted: true, facts: [] })
    expect(reviseSku(after(added), { stockChange: 0 })).toEqual({ accepted: true, facts: [], answer: oak })
    expect(reviseSku(after(added, adjusted), { stockChange: -4 })).toMatchObject({ answer: { stock: 2 } })
  })

  it('does neither when one of them can not be', () => {
    expect(reviseSku(after(added), { price: 1_200, stockChange: -11 })).toEqual({
      accepted: false,
      refusal: { code: 'insufficient_stock', stock: 10 },
    })
    expect(reviseSku(after(added), { price: 1_200, stockChange: stockMax - 9 })).toEqual({
      accepted: false,
      refusal: { code: 'stock_too_large', stockMax },
    })
  })

  it('that is not there is refused', () => {
    expect(reviseSku(after(), { price: 1_200 })).toEqual({
      accepted: false,
      refusal: { code: 'not_found', what: 'SKU' },
    })
    for (const fact of [repriced, adjusted]) expect(() => after(fact)).toThrow('a SKU is added before')
  })
})
