import { topicNames } from '@gavel/event-contracts'
import type { CheckedKind } from '@gavel/operator'

/** Where the events of each kind are: in streams of which type, and in which topic. */
export const checkedLogs = {
  lot: { streamType: 'auction', topic: topicNames.auctionEvents },
  order: { streamType: 'order', topic: topicNames.orderEvents },
  product: { streamType: 'product', topic: topicNames.catalogEvents },
  SKU: { streamType: 'sku', topic: topicNames.catalogEvents },
  category: { streamType: 'category', topic: topicNames.catalogEvents },
  member: { streamType: 'member', topic: topicNames.userEvents },
} as const satisfies Record<CheckedKind, { streamType: string; topic: string }>
