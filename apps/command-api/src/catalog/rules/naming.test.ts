import type { CategoryFact } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import { type Category, evolve, noCategory } from './category.ts'
import { addCategory, renameCategory } from './naming.ts'

const after = (...facts: readonly CategoryFact[]): Category => facts.reduce(evolve, noCategory)

const added: CategoryFact = { type: 'category.added', data: { code: 'clocks', name: 'Clocks' } }
const renamed: CategoryFact = { type: 'category.renamed', data: { name: 'Clocks & watches' } }

describe('adding a category', () => {
  it('names it', () => {
    expect(addCategory(after(), { code: 'clocks', name: 'Clocks' })).toEqual({
      accepted: true,
      facts: [added],
      answer: { code: 'clocks', name: 'Clocks' },
    })
  })

  it('twice is refused, whatever it is named', () => {
    for (const name of ['Clocks', 'Other']) {
      expect(addCategory(after(added), { code: 'clocks', name })).toEqual({
        accepted: false,
        refusal: { code: 'category_exists' },
      })
    }
  })
})

describe('renaming a category', () => {
  it('changes its name alone', () => {
    expect(renameCategory(after(added), 'Clocks & watches')).toEqual({
      accepted: true,
      facts: [renamed],
      answer: { code: 'clocks', name: 'Clocks & watches' },
    })
    expect(after(added, renamed)).toEqual({ code: 'clocks', name: 'Clocks & watches' })
  })

  it('twice is done once', () => {
    expect(renameCategory(after(added, renamed), 'Clocks & watches')).toEqual({
      accepted: true,
      facts: [],
      answer: { code: 'clocks', name: 'Clocks & watches' },
    })
  })

  it('and back is a change', () => {
    expect(renameCategory(after(added, renamed), 'Clocks')).toMatchObject({
      facts: [{ type: 'category.renamed', data: { name: 'Clocks' } }],
    })
  })

  it('that is not there is refused', () => {
    expect(renameCategory(after(), 'Clocks')).toEqual({ accepted: false, refusal: { code: 'not_found' } })
    expect(() => after(renamed)).toThrow()
  })
})
