import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AuctionView, LotView, MemberView } from '@gavel/event-contracts'
import { type Actor, listen } from '@gavel/service-kit'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { z } from 'zod'
import type { QueryApp } from '../src/app.ts'
import type { LiveView } from '../src/me/stream/arrival.ts'
import { type EventClient, openEvents } from './eventClient.ts'
import { atSecond, bidder, seller } from './lots.ts'
import { orderOfLot } from './shopViews.ts'
import { createStory, party, type Story } from './story.ts'
import { bearer, createWorld, until, type World } from './world.ts'

let world: World
let nowMs = Date.parse(atSecond(60))
const stops: (() => Promise<void>)[] = []
async function serve(app: QueryApp) {
  const { port, stop } = await listen(app.http, { port: 0, host: '127.0.0.1' })
  stops.push(() => app.stop(), stop)
  return { app, port, stop }
}
type Server = Awaited<ReturnType<typeof serve>>
let server: Server
beforeAll(async () => {
  world = await createWorld()
  server = await serve(world.instance({ now: () => nowMs }))
})
afterAll(async () => {
  for (const stop of stops) await stop()
  await world.drop()
})

const [me, rival, onlooker] = [bidder(1), bidder(2), bidder(3)]
async function open(actor: Actor = me, lastEventId?: string, at: Server = server): Promise<EventClient> {
  const resumed: Record<string, string> = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }
  const client = await openEvents(`http://127.0.0.1:${at.port}/v1/me/stream`, {
    ...resumed,
    Authorization: await bearer(actor),
  })
  await until('he is known', () => client.text().includes('id: '))
  return client
}
const notice = z.looseObject({ kind: z.string(), auctionId: z.string(), at: z.string() })
const noticesIn = ({ events }: EventClient, { id }: { id: string }) =>
  events
    .filter(({ event }) => event === 'notice')
    .map(({ data }) => notice.parse(data))
    .filter(({ auctionId }) => auctionId === id)
const kindsIn = (client: EventClient, story: Story): string[] => noticesIn(client, story).map(({ kind }) => kind)
const standing = z.strictObject({ auctionId: z.string(), version: z.number() })
const standingsIn = ({ events }: EventClient, { id }: { id: string }): number[] =>
  events
    .filter(({ event }) => event === 'standing')
    .map(({ data }) => standing.parse(data))
    .flatMap(({ auctionId, version }) => (auctionId === id ? [version] : []))
const listed = async (actor: Actor, story: Story) => {
  const { body } = await request(server.app.http)
    .get('/v1/me/notices?limit=100')
    .set('Authorization', await bearer(actor))
  return body.items.filter(({ auctionId }: { auctionId: string }) => auctionId === story.id)
}
const watchOf = (actor: Actor, story: Story, version = story.lot().lotNumber, watching = true): MemberView => ({
  type: 'watch.view',
  data: { userId: actor.id, auctionId: story.id, version, watching, at: atSecond(1) },
})
/** As everywhere: the store is behind what is live by some milliseconds. */
async function happen(views: readonly LiveView[], { lagMs = 30, at = server }: { lagMs?: number; at?: Server } = {}) {
  at.app.receive(views)
  await sleep(lagMs)
  await world.app.materialise(views.filter((view) => view.type === 'lot.view' || view.type === 'bid.view'))
  await world.app.materialiseMembers(views.filter((view) => view.type === 'watch.view'))
  await world.app.materialiseOrders(views.flatMap((view) => (view.type === 'order.view' ? [view.data] : [])))
}
/** What has happened to the lot since. */
const since = (story: Story, version: number): AuctionView[] => story.views(version + 1, story.lot().version)
const step = async (story: Story, act: () => unknown, options: Parameters<typeof happen>[1] = {}): Promise<void> => {
  const { version } = story.lot()
  act()
  await happen(since(story, version), options)
}
let lotNumber = 0
async function stored(changes: Partial<LotView> = {}): Promise<Story> {
  lotNumber += 1
  const story = createStory(lotNumber, changes)
  story.bid(1, 1_000)
  await world.app.materialise(story.all())
  return story
}

describe('notices as they become true', () => {
  it('are pushed once each, as the list has them, and nothing that was true before', async () => {
    const [before, story] = [await stored(), await stored()]
    before.bid(2, 1_100)
    await world.app.materialise(before.all())
    const client = await open()
    expect(client.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    await step(story, () => story.bid(2, 1_100))
    await until('I am outbid', () => kindsIn(client, story).length > 0)
    expect(noticesIn(client, story)).toEqual(await listed(me, story))
    expect(noticesIn(client, story)).toMatchObject([{ kind: 'outbid', price: 1_100 }])
    // Others go on: I know already.
    await step(story, () => story.bid(3, 1_200))
    await step(story, () => story.bid(1, 1_300))
    await step(story, () => story.bid(3, 1_400))
    await until('I am outbid again', () => kindsIn(client, story).length > 1)
    await step(story, () => story.change({ status: 'completed', outcome: 'sold', endedAt: atSecond(3_600) }))
    await until('I have lost', () => kindsIn(client, story).includes('lost'))
    expect(kindsIn(client, story)).toEqual(['outbid', 'outbid', 'lost'])
    expect(kindsIn(client, before)).toEqual([])
    expect(client.text()).not.toContain(rival.id)
    client.close()
  })

  it('tell whoever leads, was outbid at once, watches, sells or is offered', async () => {
    const story = await stored()
    await world.app.materialiseMembers([watchOf(onlooker, story)])
    const [beaten, newcomer] = [bidder(21), bidder(22)]
    const clients = {
      me: await open(),
      rival: await open(rival),
      onlooker: await open(onlooker),
      seller: await open(seller),
      beaten: await open(beaten),
      newcomer: await open(newcomer),
    }
    await step(story, () => story.bid(2, 1_100, { type: 'max', maximum: 90_000 }))
    // He never leads, so no view of the lot names him.
    await step(story, () => story.beaten(21, 2_000))
    await until(
      'both are outbid',
      () => kindsIn(clients.me, story).length + kindsIn(clients.beaten, story).length === 2,
    )
    const offer = {
      ...{ offerId: randomUUID(), kind: 'second_chance' as const, to: party(1), price: 1_000 },
      ...{ expiresAt: atSecond(9_000), madeAt: atSecond(4_000) },
    }
    await step(story, () => story.change({ status: 'completed', outcome: 'sold', endedAt: atSecond(3_600), offer }))
    await until('he has won', () => kindsIn(clients.rival, story).includes('won'))
    await until('I am offered it', () => kindsIn(clients.me, story).includes('offer'))
    expect(kindsIn(clients.me, story).toSorted()).toEqual(['lost', 'offer', 'outbid'])
    expect(kindsIn(clients.beaten, story)).toEqual(['outbid', 'lost'])
    expect(kindsIn(clients.onlooker, story)).toEqual([])
    expect(kindsIn(clients.seller, story)).toEqual(['sold'])
    const { version } = story.lot()
    for (const name of ['me', 'rival', 'onlooker', 'seller', 'beaten'] as const)
      await until(`${name} knows the version`, () => standingsIn(clients[name], story).at(-1) === version)
    expect(clients.newcomer.events.map(({ event }) => event)).toEqual(['begin'])
    const answer = await request(server.app.http)
      .get(`/v1/auctions/${story.id}`)
      .set('Authorization', await bearer(me))
    expect(answer.body.version).toBe(version)
    for (const client of Object.values(clients)) client.close()
  })

  it('tell of an order to pay when it has come, and of a lot that is cancelled', async () => {
    const story = await stored()
    const other = await stored()
    await world.app.materialiseMembers([watchOf(onlooker, other)])
    const [client, watching] = [await open(), await open(onlooker)]
    const sale = { saleId: randomUUID(), via: 'hammer' as const, buyer: party(1), price: 1_000, failed: false }
    await step(story, () => story.change({ status: 'completed', outcome: 'sold', endedAt: atSecond(3_600), sale }))
    await until('I have won', () => kindsIn(client, story).includes('won'))
    // All that concerns a newcomer is looked at again after 2 s; this is to come by itself.
    await sleep(2_600)
    const order = orderOfLot({ auctionId: story.id, saleId: sale.saleId, lotNumber: story.lot().lotNumber })
    await happen([{ type: 'order.view', data: order }], { lagMs: 400 })
    await until('I am to pay', () => kindsIn(client, story).includes('order_to_pay'))
    expect(noticesIn(client, story)[1]).toMatchObject({ orderId: sale.saleId, payableUntil: order.payableUntil })
    await step(other, () => other.change({ status: 'cancelled', endedAt: atSecond(50), cancelReason: 'stolen' }))
    await until('it is cancelled', () => kindsIn(watching, other).includes('cancelled'))
    expect(kindsIn(client, other)).toEqual(['cancelled'])
    client.close()
    watching.close()
  })

  it('tell that a lot closes soon by time alone, once, however often it is extended', async () => {
    const story = await stored({ endsAt: atSecond(50_000) })
    const client = await open()
    nowMs = Date.parse(atSecond(50_000 - 15 * 60 - 1))
    await sleep(700)
    expect(kindsIn(client, story)).toEqual([])
    nowMs += 1_000
    await until('it closes soon', () => kindsIn(client, story).length > 0)
    await step(story, () => story.change({ endsAt: atSecond(50_200), extensions: 1 }))
    nowMs += 200_000
    await until('it is extended', () => standingsIn(client, story).length > 0)
    const again = await open(me, client.lastEventId())
    await step(story, () => story.bid(2, 1_100, {}))
    await until('I am outbid', () => [client, again].every((one) => kindsIn(one, story).includes('outbid')))
    expect(kindsIn(client, story)).toEqual(['closing_soon', 'outbid'])
    expect(kindsIn(again, story)).toEqual(['outbid'])
    for (const one of [client, again]) one.close()
    nowMs = Date.parse(atSecond(60))
  })

  it('tell at once of a lot that closes soon as it begins to be watched, and of nothing any more afterwards', async () => {
    const story = await stored({ endsAt: new Date(nowMs + 60_000).toISOString() })
    const client = await open(onlooker)
    await sleep(2_600)
    await happen([watchOf(onlooker, story, 50)], { lagMs: 300 })
    await until('it closes soon', () => kindsIn(client, story).includes('closing_soon'))
    await happen([watchOf(onlooker, story, 51, false)])
    await sleep(400)
    const known = standingsIn(client, story).length
    await step(story, () => story.bid(2, 1_100))
    await sleep(400)
    expect(standingsIn(client, story)).toHaveLength(known)
    client.close()
  })
})

describe('where the store is behind', () => {
  it('waits for it, also for bids that come after their lot', async () => {
    const story = await stored()
    const client = await open()
    await sleep(2_600)
    const { version } = story.lot()
    const taken = story.bid(2, 1_100)
    server.app.receive(since(story, version))
    await sleep(500)
    await world.app.materialise([{ type: 'lot.view', data: story.lot() }])
    await sleep(500)
    expect(client.events.filter(({ event }) => event === 'notice')).toEqual([])
    await world.app.materialise(since(story, version))
    await until('I am outbid', () => kindsIn(client, story).length > 0)
    expect(noticesIn(client, story)).toMatchObject([{ kind: 'outbid', at: taken.at }])
    client.close()
  })

  it('tells what came live just before somebody came, and was stored just after', async () => {
    const story = await stored()
    const { version } = story.lot()
    story.bid(2, 1_100)
    server.app.receive(since(story, version))
    const client = await open()
    await world.app.materialise(since(story, version))
    await until('I am outbid', () => kindsIn(client, story).length > 0)
    client.close()
  })

  it('finds what never came live at all, at the next look', async () => {
    const story = await stored()
    const client = await open()
    story.bid(2, 1_100)
    await world.app.materialise(story.all())
    await until('I am outbid', () => kindsIn(client, story).length > 0)
    expect(standingsIn(client, story)).toEqual([story.lot().version])
    client.close()
  })
})

describe('on coming back', () => {
  it('nothing is lost and nothing told twice, whenever and wherever it breaks', async () => {
    const other = await serve(world.instance({ now: () => nowMs }))
    const stories = [await stored(), await stored(), await stored(), await stored()]
    const got: string[] = []
    let client = await open()
    const leave = (): string | undefined => {
      client.close()
      got.push(...stories.flatMap((story) => noticesIn(client, story).map(({ at, auctionId }) => `${auctionId} ${at}`)))
      return client.lastEventId()
    }
    const expected: string[] = []
    for (let round = 0; round < 24; round += 1) {
      const story = stories[round % stories.length]
      if (story === undefined) throw new Error('no story')
      const { version } = story.lot()
      if (story.lot().leader?.id !== me.id) story.bid(1, story.lot().minimumBid)
      const { at } = story.bid(2, story.lot().minimumBid)
      expected.push(`${story.id} ${at}`)
      const views = since(story, version)
      for (const each of [server, other]) each.app.receive(views)
      if (round % 3 === 0) await sleep(40)
      const from = round % 5 === 0 ? leave() : undefined
      if (round % 2 === 0) await world.app.materialise(views)
      else {
        await sleep(round * 4)
        await world.app.materialise(views.toReversed())
      }
      if (from !== undefined) client = await open(me, from, round % 2 === 0 ? other : server)
      if (round % 7 === 0) await sleep(150)
    }
    await until('the last', () => {
      const seen = new Set([
        ...got,
        ...stories.flatMap((s) => noticesIn(client, s).map(({ at, auctionId }) => `${auctionId} ${at}`)),
      ])
      return expected.slice(-4).every((one) => seen.has(one))
    })
    leave()
    expect(new Set(got).size).toBe(got.length)
    // What was overtaken before anybody could look is not true any more; what stayed true was told.
    for (const one of expected.slice(-4)) expect(got).toContain(one)
    expect(got.every((one) => expected.includes(one))).toBe(true)
  }, 60_000)

  it('he is told what became true while he was away, oldest first, also without an event to have come from', async () => {
    const stories = [await stored(), await stored(), await stored()]
    const first = await open()
    const from = first.lastEventId()
    first.close()
    for (const story of stories) {
      story.bid(2, 1_100)
      await world.app.materialise(story.all())
    }
    const client = await open(me, from)
    await until('all', () => stories.every((story) => kindsIn(client, story).length === 1))
    const at = client.events.flatMap(({ event, data }) => (event === 'notice' ? [notice.parse(data).at] : []))
    expect(at).toEqual(at.toSorted())
    // Cut after each of them, he goes on with the next.
    for (const [index, { id }] of client.events.filter(({ event }) => event === 'notice').entries()) {
      const resumed = await open(me, id)
      await sleep(50)
      expect(resumed.events.filter(({ event }) => event === 'notice')).toHaveLength(2 - index)
      resumed.close()
    }
    client.close()
  })

  it('a cursor that is none begins anew', async () => {
    const story = await stored()
    story.bid(2, 1_100)
    await world.app.materialise(story.all())
    for (const id of ['17', 'x', '-1.', `zzzzzzzzzz.${'A'.repeat(9)}`, `1.${'A'.repeat(3_300)}`]) {
      const client = await open(me, id)
      await until('it has begun', () => client.events.length > 0)
      expect(client.events.map(({ event }) => event)).toEqual(['begin'])
      client.close()
    }
  })
})

describe('as a stream', () => {
  it('is for whoever is signed in, bounded with all others, and ends when the service stops', async () => {
    expect((await request(server.app.http).get('/v1/me/stream')).status).toBe(401)
    const token = { Authorization: await bearer(me) }
    expect((await request(server.app.http).get('/v1/me/stream?x=1').set(token)).status).toBe(422)
    const head = await request(server.app.http).head('/v1/me/stream').set(token)
    expect(head.headers['content-type']).toBe('text/event-stream; charset=utf-8')
    expect((await request(server.app.http).post('/v1/me/stream').set(token)).status).toBe(405)
    const small = await serve(world.instance({ viewersMax: 1 }))
    const client = await open(me, undefined, small)
    const second = await fetch(`http://127.0.0.1:${small.port}/v1/me/stream`, { headers: token })
    expect(second.status).toBe(503)
    const startedAtMs = performance.now()
    await small.app.stop()
    await small.stop()
    expect(performance.now() - startedAtMs).toBeLessThan(2_000)
    await until('he knows', () => client.isOver())
  })

  it('tells of a lot that changes all the time at most twice a second, and in two streams the same', async () => {
    const story = await stored()
    const clients = [await open(), await open()]
    const startedAtMs = performance.now()
    for (let round = 0; round < 60; round += 1)
      await step(story, () => story.bid((round % 2) + 1, story.lot().minimumBid), { lagMs: 5 })
    const { version } = story.lot()
    await until('the end', () => clients.every((client) => standingsIn(client, story).at(-1) === version))
    const halfSeconds = (performance.now() - startedAtMs) / 500
    for (const client of clients) {
      expect(standingsIn(client, story).length).toBeLessThanOrEqual(halfSeconds + 1)
      expect(standingsIn(client, story)).toEqual(standingsIn(client, story).toSorted((a, b) => a - b))
      client.close()
    }
    await until('nobody is left', () => server.app.viewers.count() === 0 && !server.app.members.isAnybodyHere())
  })
})
