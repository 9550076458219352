import type { LotView } from '@gavel/event-contracts'

/** What of a lot can be searched, and nothing else: whatever is not in here cannot make a cached search wrong. */
export type SearchDocument = Pick<
  LotView,
  'id' | 'version' | 'title' | 'description' | 'category' | 'status' | 'currency' | 'price' | 'endsAt' | 'createdAt'
> & { sellerId: string }

/** What a lot was to searches and what it is now; null before it was first indexed. */
export type SearchChange = { before: SearchDocument | null; after: SearchDocument }

export const searchDocumentOf = (lot: LotView): SearchDocument => ({
  id: lot.id,
  version: lot.version,
  title: lot.title,
  description: lot.description,
  category: lot.category,
  status: lot.status,
  currency: lot.currency,
  price: lot.price,
  endsAt: lot.endsAt,
  createdAt: lot.createdAt,
  sellerId: lot.seller.id,
})
