import type { IndexSchema } from '../index/searchIndex.ts'

const keyword = { type: 'keyword' } as const
const integer = { type: 'integer' } as const

/** Strict: a field that is not here is an error, not a guess. */
export const orderSchema: IndexSchema = {
  name: 'orders',
  mapping: {
    dynamic: 'strict',
    properties: {
      id: keyword,
      version: { type: 'integer', index: false, doc_values: false },
      status: keyword,
      payment: keyword,
      userId: keyword,
      paddleNumber: integer,
      skuId: keyword,
      skuNumber: integer,
      lotNumber: integer,
      correlationId: keyword,
      total: { type: 'long' },
      currency: keyword,
      words: { type: 'text' },
      createdAt: { type: 'date' },
    },
  },
}
