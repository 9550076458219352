import type { CategoryFact } from '@gavel/event-contracts'

/** Null: there is none yet. */
export type Category = { code: string; name: string } | null

export const noCategory: Category = null

/** @throws Error on a log that no rule has written. */
export function evolve(category: Category, fact: CategoryFact): Category {
  switch (fact.type) {
    case 'category.added':
      return fact.data
    case 'category.renamed':
      if (category === null) throw new Error('a category is added before it is renamed')
      return { ...category, name: fact.data.name }
    default:
      return fact satisfies never
  }
}
