import { type MemberView, memberViewToWire, topicSpecs } from '@gavel/event-contracts'
import { createMessaging, type MessageProducer, type Messaging } from '@gavel/messaging'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import request from 'supertest'
import { startMemberMaterialiser } from '../src/views.ts'
import { atSecond, bidder } from './lots.ts'
import { createStory } from './story.ts'
import { bearer, createWorld, logger, until, type World } from './world.ts'

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
const publish = (...views: readonly MemberView[]) =>
  producer.send(views.map((view) => memberViewToWire({ ...view, metadata })))

const member = bidder(1)
const get = async (what: string, actor = member) => {
  const answer = request(world.app.http).get(`/v1/me/${what}`)
  return (await answer.set('Authorization', await bearer(actor)).expect(200)).body
}

it('what members keep comes by its topic, the newest word of each counts, and it is theirs alone', async () => {
  const [first, second] = [createStory(1), createStory(2)]
  await world.app.materialise([...first.all(), ...second.all()])
  const watch = (auctionId: string, version: number, watching = true): MemberView => ({
    type: 'watch.view',
    data: { userId: member.id, auctionId, version, watching, at: atSecond(version) },
  })
  const block = (paddleNumber: number, version: number, blocked = true): MemberView => ({
    type: 'block.view',
    data: { userId: member.id, paddleNumber, version, blocked, at: atSecond(version) },
  })
  await startMemberMaterialiser({ app: world.app, pool: world.pool, messaging, onFatal })
  await publish(watch(first.id, 1), block(11, 2), watch(second.id, 3), block(12, 4), watch(first.id, 5, false))
  // What was said before comes once more, as after a projector's restart, and then something new.
  await publish(watch(first.id, 1), block(11, 6, false), block(11, 2), block(13, 7))
  await until('the last word is stored', async () =>
    (await get('blocks')).items.some(({ paddleNumber }: { paddleNumber: number }) => paddleNumber === 13),
  )
  expect((await get('blocks')).items).toEqual([
    { paddleNumber: 12, blockedAt: atSecond(4) },
    { paddleNumber: 13, blockedAt: atSecond(7) },
  ])
  expect((await get('watchlist')).items).toMatchObject([{ lot: { id: second.id }, watchedAt: atSecond(3) }])
  for (const what of ['blocks', 'watchlist']) expect((await get(what, bidder(2))).items).toEqual([])
})
