import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { listen } from '@gavel/service-kit'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { z } from 'zod'
import type { QueryApp } from '../src/app.ts'
import { publicLot } from '../src/auction/publicLot.ts'
import { listedLot } from '../src/live/lists/listedLot.ts'
import { type EventClient, openEvents } from './eventClient.ts'
import { bidder, type History, history } from './lots.ts'
import { createWorld, until, type World } from './world.ts'

let world: World
let server: Awaited<ReturnType<typeof serve>>
const stops: (() => Promise<void>)[] = []
async function serve(app: QueryApp) {
  const { port, stop } = await listen(app.http, { port: 0, host: '127.0.0.1' })
  stops.push(() => app.stop(), stop)
  const url = (...lots: readonly { id: string }[]): string =>
    `http://127.0.0.1:${port}/v1/auctions/stream?ids=${lots.map(({ id }) => id).join()}`
  return { app, port, url, stop }
}
beforeAll(async () => {
  world = await createWorld()
  server = await serve(world.app)
})
afterAll(async () => {
  for (const stop of stops) await stop()
  await world.drop()
})

const told = z.strictObject({ lots: z.array(z.looseObject({ id: z.string(), version: z.number() })) })
const lotsIn = ({ events }: EventClient) => events.map(({ data }) => told.parse(data).lots)
/** The versions that a page has now, in the order of the lots; never of an event that goes back. */
function versions(client: EventClient, lots: readonly History[]): (number | undefined)[] {
  const known = new Map<string, number>()
  for (const { id, version } of lotsIn(client).flat()) {
    expect(version).toBeGreaterThanOrEqual(known.get(id) ?? 0)
    known.set(id, version)
  }
  return lots.map(({ id }) => known.get(id))
}
const some = (...numbers: readonly number[]): History[] => numbers.map((number) => history(number))
const store = (lots: readonly History[], from: number, to: number) =>
  world.app.materialise(lots.flatMap((lot) => lot.views(from, to)))
const has = (client: EventClient, lots: readonly History[], expected: number[]) => () =>
  versions(client, lots).join() === expected.join()

describe('the stream of a list', () => {
  it('begins with all lots, in what changes of them, and goes on with those that have changed', async () => {
    const lots = some(1, 2, 3)
    const [first, second] = lots
    if (!first || !second) throw new Error('lots are missing')
    await store(lots, 1, 3)
    const client = await openEvents(server.url(...lots, first, { id: randomUUID() }))
    await until('all lots', has(client, lots, [3, 3, 3]))
    expect(client.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(client.headers.get('x-accel-buffering')).toBe('no')
    expect(client.events).toMatchObject([{ id: undefined, event: 'lots' }])
    const sorted = lotsIn(client)[0]?.toSorted(
      (a, b) => lots.findIndex(({ id }) => id === a.id) - lots.findIndex(({ id }) => id === b.id),
    )
    expect(sorted).toEqual(lots.map((lot) => listedLot(lot.lotAt(3))))
    const { price, minimumBid, leader, endsAt } = publicLot(second.lotAt(3))
    expect(sorted?.[1]).toEqual({
      ...{ id: second.id, version: 3, status: 'active', outcome: null, price, minimumBid, bidCount: 1, leader },
      ...{ reserveMet: true, buyNowAvailable: true, endsAt, extensions: 0 },
    })
    world.app.receive([...second.views(4, 6), ...history(99).views(1, 3)])
    await until('what has changed', has(client, lots, [3, 6, 3]))
    expect(lotsIn(client).slice(1)).toEqual([[listedLot(second.lotAt(6))]])
    for (const number of [1, 2, 3]) expect(client.text()).not.toContain(bidder(number).id)
    client.close()
    await until('the viewer has left', () => world.app.viewers.count() === 0)
  })

  it('comes at most every 250 ms, each lot once in it', async () => {
    const lots = some(11, 12)
    await store(lots, 1, 2)
    const client = await openEvents(server.url(...lots))
    await until('all lots', has(client, lots, [2, 2]))
    const startedAtMs = performance.now()
    for (let version = 3; version <= 200; version += 1) {
      world.app.receive(lots.flatMap((lot) => lot.views(version, version)))
      await new Promise((resolve) => setTimeout(resolve, 3))
    }
    await until('the end', has(client, lots, [200, 200]))
    const ticks = (performance.now() - startedAtMs) / 250
    expect(client.events.length).toBeLessThanOrEqual(ticks + 3)
    expect(client.events.length).toBeGreaterThan(2)
    for (const event of lotsIn(client)) expect(new Set(event.map(({ id }) => id)).size).toBe(event.length)
    client.close()
  })

  it('is of what each looks at, whoever comes when', async () => {
    const lots = some(21, 22, 23, 24)
    await store(lots, 1, 2)
    const clients: { client: EventClient; wants: History[] }[] = []
    for (let version = 3; version <= 120; version += 1) {
      world.app.receive(lots.flatMap((lot) => lot.views(version, version)))
      if (version % 10 === 0) {
        const wants = lots.filter((_, index) => (version / 10) & (1 << (index % 4)))
        if (wants.length > 0) clients.push({ client: await openEvents(server.url(...wants)), wants })
      }
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    for (const { client, wants } of clients) {
      await until(
        'the end',
        has(
          client,
          wants,
          wants.map(() => 120),
        ),
      )
      const ids = new Set(
        lotsIn(client)
          .flat()
          .map(({ id }) => id),
      )
      expect(ids).toEqual(new Set(wants.map(({ id }) => id)))
      client.close()
    }
  })

  it('never goes back when the store is behind what is live', async () => {
    const lots = some(31)
    await store(lots, 1, 2)
    world.app.receive(lots.flatMap((lot) => lot.views(3, 9)))
    const client = await openEvents(server.url(...lots))
    await until('what is live', has(client, lots, [9]))
    await store(lots, 3, 9)
    await world.app.lists.catchUp()
    expect(versions(client, lots)).toEqual([9])
    client.close()
  })

  it('tells of a lot that is stored, or comes live, only after somebody looks at it', async () => {
    const lots = some(35, 36, 37)
    const [live, coming, later] = lots
    if (!live || !coming || !later) throw new Error('lots are missing')
    world.app.receive(live.views(1, 2))
    const client = await openEvents(server.url(...lots))
    await until('the one that is live', () => lotsIn(client).flat().length === 1)
    world.app.receive(coming.views(1, 3))
    await store([later], 1, 4)
    await world.app.lists.catchUp()
    await until('all', has(client, lots, [2, 3, 4]))
    client.close()
  })

  it('takes from the store what never arrived live, as another instance stored it', async () => {
    const lots = some(41, 42)
    await store(lots, 1, 2)
    const other = await serve(world.instance())
    const clients = [await openEvents(server.url(...lots)), await openEvents(other.url(...lots))]
    await store(lots, 3, 5)
    other.app.receive(lots[0]?.views(3, 5) ?? [])
    for (const app of [world.app, other.app]) await app.lists.catchUp()
    for (const client of clients) {
      await until('the rest', has(client, lots, [5, 5]))
      client.close()
    }
  })

  it('is bounded with all other streams, and refuses what is no list of lots', async () => {
    const lots = some(51)
    await store(lots, 1, 2)
    const small = await serve(world.instance({ viewersMax: 1 }))
    const first = await openEvents(small.url(...lots))
    expect((await fetch(small.url(...lots))).status).toBe(503)
    expect((await fetch(`http://127.0.0.1:${small.port}/v1/auctions/51/stream`)).status).toBe(503)
    first.close()
    await until('the first has left', () => small.app.viewers.count() === 0)
    const ids = Array.from({ length: 101 }, () => randomUUID())
    for (const query of [
      '',
      '?ids=',
      '?ids=1',
      `?ids=${ids}`,
      `?ids=${ids[0]},`,
      `?ids=${ids[0]}&x=1`,
      `?ids=${ids[0]}&ids=${ids[1]}`,
    ]) {
      const { status, body } = await request(world.app.http).get(`/v1/auctions/stream${query}`)
      expect({ query, status, code: body.code }).toEqual({ query, status: 422, code: 'invalid_input' })
    }
    const hundred = await openEvents(server.url(...ids.slice(1).map((id) => ({ id: id.toUpperCase() }))))
    await until('no lots', () => hundred.events.length === 1)
    expect(lotsIn(hundred)).toEqual([[]])
    hundred.close()
    const head = await request(world.app.http).head(`/v1/auctions/stream?ids=${ids[0]}`)
    expect(head.headers['content-type']).toBe('text/event-stream; charset=utf-8')
    expect((await request(world.app.http).post('/v1/auctions/stream')).status).toBe(405)
    const bad = { Authorization: 'Bearer nonsense' }
    expect((await request(world.app.http).get(`/v1/auctions/stream?ids=${ids[0]}`).set(bad)).status).toBe(401)
  })

  it('cuts off who does not read, and nobody else', async () => {
    const lots = Array.from({ length: 100 }, (_, index) => history(1_000 + index))
    await store(lots, 1, 2)
    const own = await serve(world.instance({ queueBytesMax: 64 * 1024 }))
    const reader = await openEvents(own.url(...lots))
    const slow = connect(own.port, '127.0.0.1')
    slow.on('error', () => undefined)
    slow.write(
      `GET ${new URL(own.url(...lots)).pathname}${new URL(own.url(...lots)).search} HTTP/1.1\r\nHost: gavel\r\n\r\n`,
    )
    slow.pause()
    await until('both watch', () => own.app.viewers.count() === 2)
    // The system's own buffers take some megabytes before anything waits.
    const cancelReason = null
    const title = 'x'
    let version = 2
    const leader = { id: bidder(1).id, paddleNumber: 5, alias: 1 }
    for (; own.app.viewers.count() === 2 && version < 2_000; ) {
      version += 1
      own.app.receive(
        lots.map((lot) => ({
          type: 'lot.view' as const,
          data: { ...lot.lotAt(version), cancelReason, title, leader, endsAt: 'x'.repeat(20_000) },
        })),
      )
      const last = version
      await until('the reader has it', () => lotsIn(reader).at(-1)?.[0]?.version === last)
    }
    expect(own.app.viewers.count()).toBe(1)
    expect(reader.isOver()).toBe(false)
    reader.close()
    slow.destroy()
  }, 60_000)

  it('ends when the service stops, and holds nothing up', async () => {
    const lots = some(71)
    await store(lots, 1, 2)
    const own = await serve(world.instance())
    const client = await openEvents(own.url(...lots))
    const startedAtMs = performance.now()
    await own.app.stop()
    await own.stop()
    expect(performance.now() - startedAtMs).toBeLessThan(2_000)
    await until('he knows', () => client.isOver())
  })
})
