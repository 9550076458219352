import type { IndexSchema } from '../index/searchIndex.ts'

/**
 * Similarity `boolean`: what a text scores depends on the text and the words asked for alone, not on how rare the words
 * are among all lots. So a lot that is listed elsewhere can not change the order of a result that it is not in, and
 * a cached one stays right.
 */
const text = { type: 'text', similarity: 'boolean' } as const

const keyword = { type: 'keyword' } as const

/** Strict: a field that is not here is an error, not a guess. */
const mapping = {
  dynamic: 'strict',
  properties: {
    id: keyword,
    version: { type: 'integer', index: false, doc_values: false },
    /** Whatever is said of the lot: the words of a search may stand in the title and in the description. */
    words: text,
    title: { ...text, copy_to: 'words' },
    description: { ...text, copy_to: 'words' },
    category: keyword,
    status: keyword,
    currency: keyword,
    sellerId: keyword,
    price: { type: 'long' },
    endsAt: { type: 'date' },
    createdAt: { type: 'date' },
  },
} as const

export const lotSchema: IndexSchema = { name: 'lots', mapping }
