import type { CategoryFact } from '@gavel/event-contracts'
import type { Verdict } from '../../rules/verdict.ts'
import type { Category } from './category.ts'

export type CategoryRefusal = { code: 'category_exists' } | { code: 'not_found' }

/** The category as it is afterwards. No facts: it was so already. */
export type CategoryVerdict = Verdict<CategoryFact, NonNullable<Category>, CategoryRefusal>

/** Whether the code is free is known by its claim alone, which is taken with the fact. */
export function addCategory(category: Category, { code, name }: NonNullable<Category>): CategoryVerdict {
  if (category !== null) return refused('category_exists')
  return { accepted: true, facts: [{ type: 'category.added', data: { code, name } }], answer: { code, name } }
}

/** A code never changes: lots carry it. */
export function renameCategory(category: Category, name: string): CategoryVerdict {
  if (category === null) return refused('not_found')
  const { code } = category
  const facts: readonly CategoryFact[] = category.name === name ? [] : [{ type: 'category.renamed', data: { name } }]
  return { accepted: true, facts, answer: { code, name } }
}

const refused = (code: CategoryRefusal['code']): CategoryVerdict => ({ accepted: false, refusal: { code } })
