import { groupOfEpoch, isTransient } from '@gavel/database'
import {
  type AuctionView,
  auctionViewFromWire,
  type CatalogView,
  catalogViewFromWire,
  type MemberView,
  memberViewFromWire,
  type OrderView,
  orderViewFromWire,
  topicNames,
} from '@gavel/event-contracts'
import type { MessageConsumer, Messaging, ReceivedMessage } from '@gavel/messaging'
import type pg from 'pg'
import type { QueryApp } from './app.ts'
import type { LiveView } from './me/stream/arrival.ts'
import type { ViewStores } from './viewStores.ts'

const topics = [topicNames.auctionViews, topicNames.bidViews]

/** Rows come in dozens while much happens, at rest each comes at once. What people watch does not wait for it. */
const storePaceMs = 40
/** People watch this one: less than a frame of their screens, and only while bids pour in. */
const livePace = { paceMs: 10, paceInFullFrom: 8 }

type MaterialiserOptions = {
  app: ViewStores
  pool: pg.Pool
  messaging: Messaging
  /** Tables made anew begin with what was published since then, instead of with the beginning of the log. */
  since?: Date
  onFatal(error: unknown): void
}

/** Starts what takes views of one kind into the store, as one of a group whose offsets go with the tables. */
type StartMaterialiser = (options: MaterialiserOptions) => Promise<MessageConsumer>

function materialiser<View>(feed: {
  group: string
  topics: readonly string[]
  decode(message: ReceivedMessage): View
  paceMs?: number
  store(app: ViewStores, views: readonly View[]): Promise<void>
}): StartMaterialiser {
  const { group, store, ...rest } = feed
  return async ({ app, pool, messaging, since, onFatal }) => {
    const groupId = await groupOfEpoch(pool, group)
    if (since !== undefined) await messaging.beginAt(groupId, feed.topics, since)
    return messaging.consume<View>({
      ...rest,
      groupId,
      handle: (views) => store(app, views),
      isTransient,
      onFatal,
    })
  }
}

/** Lots and bids. */
export const startMaterialiser = materialiser<AuctionView>({
  group: 'query-api',
  topics,
  decode: auctionViewFromWire,
  paceMs: storePaceMs,
  store: (app, views) => app.materialise(views),
})

/** What members keep for themselves. */
export const startMemberMaterialiser = materialiser<MemberView>({
  group: 'query-api.members',
  topics: [topicNames.userViews],
  decode: memberViewFromWire,
  store: (app, views) => app.materialiseMembers(views),
})

/** Categories, products and SKUs: each order of the shop changes a SKU. */
export const startCatalogMaterialiser = materialiser<CatalogView>({
  // Another name than before there were products, which code of then put aside: so it begins anew.
  group: 'query-api.catalog-with-products',
  topics: [topicNames.catalogViews],
  decode: catalogViewFromWire,
  paceMs: storePaceMs,
  store: (app, views) => app.materialiseCatalog(views),
})

export const startOrderMaterialiser = materialiser<OrderView>({
  group: 'query-api.orders',
  topics: [topicNames.orderViews],
  decode: (message) => orderViewFromWire(message).data,
  paceMs: storePaceMs,
  store: (app, views) => app.materialiseOrders(views),
})

/** All that fill the tables, by what they are about: this service runs them, and a rebuild fills new tables by them. */
export const materialisers = {
  lots: startMaterialiser,
  members: startMemberMaterialiser,
  catalogue: startCatalogMaterialiser,
  orders: startOrderMaterialiser,
} satisfies Record<string, StartMaterialiser>

/** Shows this instance every view as it comes. */
export function startFollower(options: {
  app: QueryApp
  messaging: Messaging
  onFatal(error: unknown): void
}): Promise<MessageConsumer> {
  const { app, messaging, onFatal } = options
  return messaging.follow<LiveView | undefined>({
    name: 'query-api.live',
    topics: [...topics, topicNames.userViews, topicNames.orderViews],
    decode: (message) => (isOfInterest(message, app) ? liveViewFromWire(message) : undefined),
    ...livePace,
    async handle(views) {
      app.receive(views.filter((view) => view !== undefined))
    },
    isTransient: () => false,
    onFatal,
  })
}

function liveViewFromWire(message: ReceivedMessage): LiveView {
  switch (message.topic) {
    case topicNames.userViews:
      return memberViewFromWire(message)
    case topicNames.orderViews:
      return orderViewFromWire(message)
    default:
      return auctionViewFromWire(message)
  }
}

/** Every instance gets every view: to read bids of lots that nobody watches here would be most of its work. */
function isOfInterest({ topic, headers }: ReceivedMessage, { live, members }: QueryApp): boolean {
  if (topic === topicNames.auctionViews || members.isAnybodyHere()) return true
  return topic === topicNames.bidViews && live.isWatched(headers.ce_subject ?? '')
}
