import type { ProductFact } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import { addProduct, evolve, noProduct, type Product, renameProduct } from './product.ts'

const after = (...facts: readonly ProductFact[]): Product => facts.reduce(evolve, noProduct)

const gavel = { productNumber: 7, name: 'Gavel' }
const added: ProductFact = { type: 'product.added', data: { ...gavel, skuCount: 2 } }
const renamed: ProductFact = { type: 'product.renamed', data: { name: 'Gavel, oiled' } }

describe('adding a product', () => {
  it('names it, under its number', () => {
    expect(addProduct(after(), gavel, 2)).toEqual({ accepted: true, facts: [added], answer: gavel })
    expect(after(added)).toEqual(gavel)
  })

  it('twice under one id can not be', () => {
    expect(() => addProduct(after(added), gavel, 2)).toThrow('an id was drawn twice')
  })
})

describe('renaming a product', () => {
  it('changes its name alone', () => {
    expect(renameProduct(after(added), 'Gavel, oiled')).toEqual({
      accepted: true,
      facts: [renamed],
      answer: { productNumber: 7, name: 'Gavel, oiled' },
    })
    expect(after(added, renamed)).toEqual({ productNumber: 7, name: 'Gavel, oiled' })
  })

  it('twice is done once', () => {
    expect(renameProduct(after(added, renamed), 'Gavel, oiled')).toMatchObject({ accepted: true, facts: [] })
  })

  it('and back is a change', () => {
    expect(renameProduct(after(added, renamed), 'Gavel')).toMatchObject({
      facts: [{ type: 'product.renamed', data: { name: 'Gavel' } }],
    })
  })

  it('that is not there is refused', () => {
    expect(renameProduct(after(), 'Gavel')).toEqual({
      accepted: false,
      refusal: { code: 'not_found', what: 'product' },
    })
    expect(() => after(renamed)).toThrow('a product is added before it is renamed')
  })
})
