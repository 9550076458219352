import { type AuctionView, auctionViewToWire, topicSpecs } from '@gavel/event-contracts'
import { createMessaging, type MessageProducer, type Messaging } from '@gavel/messaging'
import { listen } from '@gavel/service-kit'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import request from 'supertest'
import { loadLot } from '../src/sql/loadLot.ts'
import { startFollower, startMaterialiser } from '../src/views.ts'
import { history } from './lots.ts'
import { openStream, viewOf } from './sseClient.ts'
import { createWorld, logger, until, type World } from './world.ts'

let world: World
let messaging: Messaging
let producer: MessageProducer
beforeAll(async () => {
  world = await createWorld()
  const { addresses, topicPrefix } = world.scope
  messaging = createMessaging({ brokers: addresses.kafkaBrokers, clientId: 'query-api-test', topicPrefix, logger })
  await messaging.ensureTopics(topicSpecs)
  producer = await messaging.createProducer()
})
afterAll(async () => {
  await messaging.stop()
  await world.drop()
})

const onFatal = (error: unknown): void => logger.fatal({ err: error }, 'a consumer failed')
const metadata = { actor: 'service:test', correlationId: 'test' }
const publish = (views: readonly AuctionView[]) =>
  producer.send(views.map((view) => auctionViewToWire({ ...view, metadata })))

it('stores what is published once for all instances, and shows it on each of them', async () => {
  const lot = history(1)
  const instances = [world.app, world.instance()]
  await publish(lot.views(1, 5))
  for (const app of instances) await startFollower({ app, messaging, onFatal })
  const [first = world.app] = instances
  await startMaterialiser({ app: first, pool: world.pool, messaging, onFatal })
  const isStored = (version: number) => async () =>
    (await loadLot(world.pool, { kind: 'id', id: lot.id }))?.version === version
  await until('it is stored', isStored(5))

  const servers = await Promise.all(instances.map((app) => listen(app.http, { port: 0, host: '127.0.0.1' })))
  const clients = await Promise.all(
    servers.map(({ port }) => openStream(`http://127.0.0.1:${port}/v1/auctions/1/stream`)),
  )
  for (let version = 6; version <= 120; version += 6) await publish(lot.views(version, version + 5))
  // Another projector publishes again what was there before.
  await publish(lot.views(3, 60))
  for (const client of clients) {
    await until('all is shown', () => client.events.at(-1)?.id === 125)
    expect(viewOf(client.events)).toMatchObject({
      lot: { version: 125, bidCount: 123 },
      bids: Array.from({ length: 123 }, (_, index) => 125 - index),
    })
    client.close()
  }
  await until('all is stored', isStored(125))
  for (const app of instances) {
    const { body } = await request(app.http).get('/v1/auctions/1?atLeast=125').expect(200)
    expect(body).toMatchObject({ version: 125, bidCount: 123 })
  }
  await Promise.all(instances.map((app) => app.stop()))
  await Promise.all(servers.map((server) => server.stop()))
})
