/** The topics the services talk through. Keys are stream ids (bids: bid ids, on their lot's partition). */
export const topicNames = {
  auctionEvents: 'auction.events',
  auctionCommands: 'auction.commands',
  auctionViews: 'auction.views',
  bidViews: 'bid.views',
  userEvents: 'user.events',
  userViews: 'user.views',
  catalogEvents: 'catalog.events',
  catalogViews: 'catalog.views',
  orderEvents: 'order.events',
  orderCommands: 'order.commands',
  orderViews: 'order.views',
} as const

export type TopicSpec = {
  name: string
  partitions: number
  cleanup: 'delete' | 'compact'
  /** How long a message is kept; -1 for ever. Compacted topics keep the newest of each key whatever this says. */
  retentionMs?: number
}

const weekMs = 7 * 24 * 60 * 60 * 1000

/** Six partitions let each consuming service run six times; all topics of lots agree, so a lot keeps its number. */
const partitions = 6

export const topicSpecs: readonly TopicSpec[] = [
  { name: topicNames.auctionEvents, partitions, cleanup: 'delete', retentionMs: -1 },
  { name: topicNames.auctionCommands, partitions, cleanup: 'delete', retentionMs: weekMs },
  { name: topicNames.auctionViews, partitions, cleanup: 'compact' },
  { name: topicNames.bidViews, partitions, cleanup: 'compact' },
  { name: topicNames.userEvents, partitions, cleanup: 'delete', retentionMs: -1 },
  { name: topicNames.userViews, partitions, cleanup: 'compact' },
  { name: topicNames.catalogEvents, partitions, cleanup: 'delete', retentionMs: -1 },
  { name: topicNames.catalogViews, partitions, cleanup: 'compact' },
  { name: topicNames.orderEvents, partitions, cleanup: 'delete', retentionMs: -1 },
  { name: topicNames.orderCommands, partitions, cleanup: 'delete', retentionMs: weekMs },
  { name: topicNames.orderViews, partitions, cleanup: 'compact' },
]
