import { randomUUID } from 'node:crypto'
import { type Actor, listen } from '@gavel/service-kit'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { z } from 'zod'
import { openEvents } from './eventClient.ts'
import { administrator, atSecond, bidder, seller } from './lots.ts'
import { createSearchWorld, type SearchWorld } from './searchWorld.ts'
import { openStream } from './sseClient.ts'
import { createStory, party, type Story } from './story.ts'
import { bearer, until } from './world.ts'

const reserve = 7_654_321
/** What the leader would go to, on each lot. */
const maximum = 8_765_432
/** What the underbidder has gone to, and is offered the lot for. */
const offered = 6_543_219

let world: SearchWorld
let server: Awaited<ReturnType<typeof listen>>
beforeAll(async () => {
  world = await createSearchWorld()
  server = await listen(world.app.http, { port: 0, host: '127.0.0.1' })
  await world.app.materialise(stories.flatMap((story) => story.all()))
  await world.take(stories.map(({ lot }) => lot()))
  const watched = stories.map(({ id: auctionId }, index) => ({
    type: 'watch.view' as const,
    data: { userId: onlooker.id, auctionId, version: index + 1, watching: true, at: atSecond(1) },
  }))
  const blocked = { userId: seller.id, paddleNumber: 77, version: 1, blocked: true, at: atSecond(1) }
  await world.app.materialiseMembers([...watched, { type: 'block.view', data: blocked }])
})
afterAll(async () => {
  await world.app.stop()
  await server.stop()
  await world.drop()
})

const [underbidder, leader, onlooker] = [bidder(1), bidder(2), bidder(3)]
const bidders = [underbidder, leader, bidder(4)]

/** The leader answers a beaten bid, and another one is retracted. */
function open(lotNumber: number): Story {
  const story = createStory(lotNumber, { reservePrice: reserve, reserveMet: false, status: 'active' })
  story.bid(1, 1_000, { type: 'max', maximum: offered })
  story.bid(2, 1_100, { type: 'max', maximum })
  story.beaten(4, 2_000)
  story.retract(story.bid(4, 2_500, { leads: false }))
  story.change({ price: 2_100 })
  return story
}

const offer = {
  offerId: randomUUID(),
  kind: 'second_chance' as const,
  to: party(1),
  price: offered,
  expiresAt: '2099-01-01T00:00:00.000Z',
  madeAt: atSecond(4_000),
}
const over = { status: 'completed', outcome: 'sold', endedAt: atSecond(3_600) } as const
const failed = { saleId: randomUUID(), via: 'hammer' as const, buyer: party(2), price: 2_100, failed: true }

const running = open(1)
const withOffer = open(2)
withOffer.change({ ...over, sale: failed, offer })
const taken = open(3)
const sale = { saleId: offer.offerId, via: 'offer' as const, buyer: party(1), price: offered, failed: false }
taken.change({ ...over, offer: null, sale })
const cancelled = open(4)
cancelled.change({ status: 'cancelled', endedAt: atSecond(30), cancelReason: 'Stolen' })
const stories = [running, withOffer, taken, cancelled]

const layer = z.looseObject({
  route: z
    .looseObject({ path: z.union([z.string(), z.array(z.string())]), methods: z.record(z.string(), z.boolean()) })
    .optional(),
  handle: z.custom<object>((value) => typeof value === 'function'),
})

/** Every path that the app answers GET at, as it is declared. */
function declaredPaths(router: object): string[] {
  const stack: unknown = Reflect.get(router, 'stack')
  if (!Array.isArray(stack)) return []
  return stack.flatMap((value) => {
    const { route, handle } = layer.parse(value)
    if (route === undefined) return declaredPaths(handle)
    return route.methods.get === true ? [route.path].flat() : []
  })
}

const isStream = (path: string): boolean => path.endsWith('/stream')

/** A number of its own, not part of another or of an id. */
const occursIn = (text: string, secret: number): boolean =>
  new RegExp(`(?<![0-9a-f.-])${secret}(?![0-9a-f])`, 'i').test(text)

const secretsIn = (text: string): number[] => [reserve, maximum, offered].filter((secret) => occursIn(text, secret))

/** Whoever looks, and what he may find at a path. */
const viewers: readonly { who: string; actor: Actor | undefined; mayFind(path: string): readonly number[] }[] = [
  { who: 'a stranger', actor: undefined, mayFind: () => [] },
  { who: 'a member who only watches', actor: onlooker, mayFind: () => [] },
  { who: 'a beaten bidder', actor: bidder(4), mayFind: () => [] },
  { who: 'the leader', actor: leader, mayFind: (path) => (isOfOwnBids(path) ? [maximum] : []) },
  // His own maximum, and what he is offered or has bought it for.
  { who: 'the underbidder', actor: underbidder, mayFind: (path) => (path.startsWith('/v1/') ? [offered] : []) },
  { who: 'the seller', actor: seller, mayFind: (path) => (path.startsWith('/v1/') ? [reserve, offered] : []) },
  { who: 'an administrator', actor: administrator, mayFind: (path) => (isOfLots(path) ? [offered] : []) },
]
const isOfOwnBids = (path: string): boolean => path === '/v1/me/bids' || path === '/v1/auctions/:id/my-bid'
const isOfLots = (path: string): boolean =>
  path === '/v1/auctions' || path === '/v1/auctions/:id' || path === '/v1/search/auctions'

/** What lots are asked for has no category, product or order here; and an older search for orders has to name some. */
function statusOf(path: string, actor: Actor | undefined): number {
  if (actor === undefined && /^\/v1\/(me|orders|search\/orders)(\/|$)|\/my-bid$/.test(path)) return 401
  if (path === '/search/orders') return 400
  return /^\/v1\/(categories|orders|products)\/:|^\/products\/:/.test(path) ? 404 : 200
}

const found = new Map<string, readonly number[]>()

describe.each(viewers)('to $who', ({ who, actor, mayFind }) => {
  it('no route tells a secret that is not his', async () => {
    const paths = declaredPaths(world.app.http.router)
    expect(paths).toEqual(expect.arrayContaining(['/v1/auctions/:id', '/v1/me/notices', '/auction/:id/highest-bid']))
    const headers: Record<string, string> = actor === undefined ? {} : { Authorization: await bearer(actor) }
    for (const path of paths.filter((declared) => !isStream(declared))) {
      const all = path.includes(':id') ? stories.map(({ lot }) => path.replace(':id', `${lot().lotNumber}`)) : [path]
      for (const url of all) {
        const answer = await request(world.app.http).get(url).set(headers)
        const status = statusOf(path, actor)
        expect({ url, status: answer.status }).toEqual({ url, status })
        const secrets = secretsIn(`${JSON.stringify(answer.headers)} ${answer.text}`)
        expect({ url, secrets: secrets.filter((secret) => !mayFind(path).includes(secret)) }).toEqual({
          url,
          secrets: [],
        })
        found.set(`${who} ${path}`, [...(found.get(`${who} ${path}`) ?? []), ...secrets])
      }
    }
  })

  it('no stream tells one at all', async () => {
    const headers: Record<string, string> = actor === undefined ? {} : { Authorization: await bearer(actor) }
    const lots = stories.map(({ lot }) => lot())
    const urls = lots.map(({ lotNumber }) => `http://127.0.0.1:${server.port}/v1/auctions/${lotNumber}/stream`)
    // From the beginning, and resumed before and after the retraction.
    for (const lastEventId of [undefined, 3, 8]) {
      const clients = await Promise.all(
        urls.map((url) => openStream(url, { headers, ...(lastEventId === undefined ? {} : { lastEventId }) })),
      )
      for (const [index, client] of clients.entries()) {
        await until('the lot', () => client.events.at(-1)?.id === lots[index]?.version)
        expect(secretsIn(client.text())).toEqual([])
        client.close()
      }
    }
    const ids = lots.map(({ id }) => id)
    const list = await openEvents(`http://127.0.0.1:${server.port}/v1/auctions/stream?ids=${ids}`, headers)
    await until('the lots', () => list.events.length > 0)
    for (const id of ids) expect(list.text()).toContain(id)
    for (const { id } of bidders) expect(list.text()).not.toContain(id)
    expect(secretsIn(list.text())).toEqual([])
    list.close()
  })
})

it('no member’s own stream tells what is not his', async () => {
  const story = createStory(6, { reservePrice: reserve, reserveMet: false, status: 'active' })
  story.bid(1, 1_000, { type: 'max', maximum: offered })
  await world.app.materialise(story.all())
  await world.app.materialiseMembers([
    {
      type: 'watch.view',
      data: { userId: onlooker.id, auctionId: story.id, version: 99, watching: true, at: atSecond(1) },
    },
  ])
  const clients = await Promise.all(
    [underbidder, leader, bidder(4), onlooker, seller, administrator].map(async (actor) => ({
      actor,
      client: await openEvents(`http://127.0.0.1:${server.port}/v1/me/stream`, {
        Authorization: await bearer(actor),
        // From before all that there is: notices of all lots.
        'Last-Event-ID': '1.',
      }),
    })),
  )
  story.bid(2, 1_100, { type: 'max', maximum })
  story.beaten(4, 2_000)
  world.app.receive(story.views(4, story.lot().version))
  await world.app.materialise(story.views(4, story.lot().version))
  for (const { actor, client } of clients) {
    const isParty = actor !== administrator
    await until(
      'the change',
      () => !isParty || client.text().includes(`{"auctionId":"${story.id}","version":${story.lot().version}}`),
    )
    for (const other of [...bidders, onlooker]) expect(client.text()).not.toContain(other.id)
    // What he is offered, and has bought it for; the seller is told what he gets.
    const own = actor === underbidder || actor === seller ? [offered] : []
    expect({
      who: actor.username,
      secrets: secretsIn(client.text()).filter((secret) => !own.includes(secret)),
    }).toEqual({
      who: actor.username,
      secrets: [],
    })
  }
  expect(secretsIn(clients[0]?.client.text() ?? '')).toContain(offered)
  for (const { client } of clients) client.close()
})

it('a live step and a live retraction tell none either', async () => {
  const story = open(5)
  await world.app.materialise(story.views(1, 2))
  const client = await openStream(`http://127.0.0.1:${server.port}/v1/auctions/5/stream`)
  for (let version = 3; version <= story.lot().version; version += 1) {
    world.app.receive(story.views(version, version))
    await until('the step', () => client.events.at(-1)?.id === version)
  }
  expect(client.events.map(({ event }) => event)).toContain('snapshot')
  expect(secretsIn(client.text())).toEqual([])
  client.close()
})

it('whoever may know one is told it, so that the search would find it', () => {
  expect(found.get('the seller /v1/me/lots')).toContain(reserve)
  expect(found.get('the seller /v1/search/auctions')).toContain(reserve)
  expect(found.get('the seller /v1/auctions/:id')).toContain(reserve)
  expect(found.get('an administrator /v1/auctions')).toContain(offered)
  expect(found.get('the leader /v1/me/bids')).toContain(maximum)
  expect(found.get('the leader /v1/auctions/:id/my-bid')).toContain(maximum)
  expect(found.get('the underbidder /v1/me/notices')).toContain(offered)
})
