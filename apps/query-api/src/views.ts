import { groupOfEpoch, isTransient } from '@gavel/database'
import {
  type AuctionView,
  auctionViewFromWire,
  type CatalogView,
  catalogViewFromWire,
  type MemberView,
  memberViewFromWire,
  topicNames,
} from '@gavel/event-contracts'
import type { MessageConsumer, Messaging, ReceivedMessage } from '@gavel/messaging'
import type pg from 'pg'
import type { QueryApp } from './app.ts'

const topics = [topicNames.auctionViews, topicNames.bidViews]

/** Under load rows come in dozens; at rest each comes at once. */
const storePaceMs = 40
/** People watch this one: less than a frame of their screens. */
const livePaceMs = 10

/** Takes the views into the store, as one of the group `query-api`. */
export async function startMaterialiser(options: {
  app: QueryApp
  pool: pg.Pool
  messaging: Messaging
  onFatal(error: unknown): void
}): Promise<MessageConsumer> {
  const { app, pool, messaging, onFatal } = options
  return messaging.consume<AuctionView>({
    groupId: await groupOfEpoch(pool, 'query-api'),
    topics,
    decode: auctionViewFromWire,
    paceMs: storePaceMs,
    handle: (views) => app.materialise(views),
    isTransient,
    onFatal,
  })
}

/** Takes what members keep for themselves into the store, as one of a group of its own. */
export async function startMemberMaterialiser(options: {
  app: QueryApp
  pool: pg.Pool
  messaging: Messaging
  onFatal(error: unknown): void
}): Promise<MessageConsumer> {
  const { app, pool, messaging, onFatal } = options
  return messaging.consume<MemberView>({
    groupId: await groupOfEpoch(pool, 'query-api.members'),
    topics: [topicNames.userViews],
    decode: memberViewFromWire,
    handle: (views) => app.materialiseMembers(views),
    isTransient,
    onFatal,
  })
}

/** Takes the catalogue into the store, likewise. */
export async function startCatalogMaterialiser(options: {
  app: QueryApp
  pool: pg.Pool
  messaging: Messaging
  onFatal(error: unknown): void
}): Promise<MessageConsumer> {
  const { app, pool, messaging, onFatal } = options
  return messaging.consume<CatalogView>({
    groupId: await groupOfEpoch(pool, 'query-api.catalog'),
    topics: [topicNames.catalogViews],
    decode: catalogViewFromWire,
    handle: (views) => app.materialiseCatalog(views),
    isTransient,
    onFatal,
  })
}

/** Shows this instance every view as it comes. */
export function startFollower(options: {
  app: QueryApp
  messaging: Messaging
  onFatal(error: unknown): void
}): Promise<MessageConsumer> {
  const { app, messaging, onFatal } = options
  return messaging.follow<AuctionView | undefined>({
    name: 'query-api.live',
    topics,
    decode: (message) => (isOfInterest(message, app) ? auctionViewFromWire(message) : undefined),
    paceMs: livePaceMs,
    async handle(views) {
      app.receive(views.filter((view) => view !== undefined))
    },
    isTransient: () => false,
    onFatal,
  })
}

/** Every instance gets every bid: to read those of lots that nobody watches here would be most of its work. */
const isOfInterest = (message: ReceivedMessage, { live }: QueryApp): boolean =>
  message.topic !== topicNames.bidViews || live.isWatched(message.headers.ce_subject ?? '')
