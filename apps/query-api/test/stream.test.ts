import { connect } from 'node:net'
import { listen } from '@gavel/service-kit'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { QueryApp } from '../src/app.ts'
import { publicLot } from '../src/auction/publicLot.ts'
import { bidder, firstBid, history } from './lots.ts'
import { openStream, type SseClient, viewOf } from './sseClient.ts'
import { createWorld, until, type World } from './world.ts'

let world: World
let server: Awaited<ReturnType<typeof serve>>
const stops: (() => Promise<void>)[] = []
async function serve(app: QueryApp) {
  const { port, stop } = await listen(app.http, { port: 0, host: '127.0.0.1' })
  stops.push(() => app.stop(), stop)
  return { app, port, url: (lot: number | string) => `http://127.0.0.1:${port}/v1/auctions/${lot}/stream`, stop }
}
beforeAll(async () => {
  world = await createWorld()
  server = await serve(world.app)
})
afterAll(async () => {
  for (const stop of stops) await stop()
  await world.drop()
})

const down = (from: number, to: number): number[] => Array.from({ length: from - to + 1 }, (_, index) => from - index)
const reaches = (client: SseClient, version: number) => () => client.events.at(-1)?.id === version

describe('a stream', () => {
  it('begins with the lot and its newest bids, and goes on with what changes', async () => {
    const lot = history(1)
    await world.app.materialise(lot.views(1, 30))
    const client = await openStream(server.url(1))
    await until('the lot', reaches(client, 30))
    expect(client.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(client.headers.get('x-accel-buffering')).toBe('no')
    expect(client.text()).toMatch(/^retry: 1000\n\n/)
    expect(client.events).toMatchObject([{ event: 'lot', data: { lot: publicLot(lot.lotAt(30)) } }])
    expect(viewOf(client.events).bids).toEqual(down(30, 11))

    world.app.receive(lot.views(31, 31))
    await until('the next bid', reaches(client, 31))
    const { price, minimumBid, bidCount, leader } = publicLot(lot.lotAt(31))
    expect(client.events.at(-1)).toEqual({
      id: 31,
      event: 'lot',
      data: {
        lot: { version: 31, price, minimumBid, bidCount, leader },
        bids: [expect.objectContaining({ id: lot.bidAt(31).id, bidder: leader, version: 31 })],
      },
    })
    expect(client.text()).not.toContain(bidder(1).id)
    expect(client.text()).not.toMatch(/paddle|10000005/)
    client.close()
    await until('the viewer has left', () => world.app.viewers.count() === 0)
    expect(world.app.live.isWatched(lot.id)).toBe(false)
  })

  it('resumes while bids keep coming: nothing lost, nothing twice', async () => {
    const lot = history(2)
    await world.app.materialise(lot.views(1, 50))
    const clients: { client: SseClient; from: number }[] = []
    for (let version = 51; version <= 400; version += 1) {
      const views = lot.views(version, version)
      // The store is behind what is live by up to 25 versions, as another instance may be writing it.
      world.app.receive(version % 3 === 0 ? views.toReversed() : views)
      if (version % 25 === 0) await world.app.materialise(lot.views(version - 24, version))
      if (version % 35 === 0) {
        for (const from of [2, 20, version - 100, version - 1, version, version + 10].filter((id) => id > 0))
          clients.push({ client: await openStream(server.url(2), { lastEventId: from }), from })
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
    for (const { client, from } of clients) {
      await until(`the end for one who came with ${from}`, reaches(client, 400))
      expect(viewOf(client.events).bids).toEqual(down(400, Math.max(firstBid, from + 1)))
      expect(client.events.map(({ id }) => id)).toEqual(client.events.map(({ id }) => id).toSorted((a, b) => a - b))
      expect(viewOf(client.events).lot).toMatchObject({ version: 400, price: lot.lotAt(400).price, bidCount: 398 })
      client.close()
    }
  })

  it('gives a snapshot to whom has missed too much', async () => {
    const lot = history(3)
    await world.app.materialise(lot.views(1, 700))
    const client = await openStream(server.url(3), { lastEventId: 5 })
    await until('the snapshot', reaches(client, 700))
    expect(client.events).toMatchObject([{ event: 'snapshot', data: { lot: publicLot(lot.lotAt(700)) } }])
    expect(viewOf(client.events).bids).toEqual(down(700, 681))
    client.close()
  })

  it('takes from the store what never arrived live', async () => {
    const lot = history(4)
    await world.app.materialise(lot.views(1, 5))
    const client = await openStream(server.url(4))
    await until('the lot', reaches(client, 5))
    await world.app.materialise(lot.views(6, 9))
    // Of versions 6 to 9 the bids were lost: the lot tells that they are missing.
    world.app.receive([{ type: 'lot.view', data: lot.lotAt(9) }])
    await until('the bids', reaches(client, 9))
    // And of these all.
    await world.app.materialise(lot.views(10, 12))
    await world.app.live.catchUpAll()
    await until('the rest', reaches(client, 12))
    expect(viewOf(client.events).bids).toEqual(down(12, 3))
    client.close()
  })

  it('begins where a lot is known live, but its bids came before anybody watched', async () => {
    const lot = history(5)
    await world.app.materialise(lot.views(1, 3))
    world.app.receive(lot.views(4, 8))
    const client = await openStream(server.url(5))
    await until('the lot as it is stored', () => client.events.length > 0)
    await world.app.materialise(lot.views(4, 8))
    await until('what was known', reaches(client, 8))
    expect(viewOf(client.events).bids).toEqual(down(8, 3))
    client.close()
  })

  it('answers 404 for a lot that is not there, and 503 when there are too many', async () => {
    expect((await fetch(server.url(99))).status).toBe(404)
    const lot = history(6)
    await world.app.materialise(lot.views(1, 2))
    const small = await serve(world.instance({ viewersMax: 1 }))
    const first = await openStream(small.url(6))
    const second = await fetch(small.url(6))
    expect(second.status).toBe(503)
    expect(second.headers.get('retry-after')).toBe('5')
    first.close()
    await until('the first has left', () => small.app.viewers.count() === 0)
  })

  it('cuts off who does not read, and nobody else', async () => {
    const lot = history(7)
    await world.app.materialise(lot.views(1, 2))
    const own = await serve(world.instance({ queueBytesMax: 64 * 1024 }))
    const reader = await openStream(own.url(7))
    const slow = connect(own.port, '127.0.0.1')
    slow.on('error', () => undefined)
    slow.write('GET /v1/auctions/7/stream HTTP/1.1\r\nHost: gavel\r\n\r\n')
    slow.pause()
    await until('both watch', () => own.app.viewers.count() === 2)
    // The system's own buffers take some megabytes before anything waits.
    let version = 2
    const description = 'x'.repeat(200_000)
    while (own.app.viewers.count() === 2 && version < 2_000) {
      version += 1
      own.app.receive([
        { type: 'bid.view', data: lot.bidAt(version) },
        { type: 'lot.view', data: { ...lot.lotAt(version), description: `${description}${version}` } },
      ])
      await until('the reader has it', reaches(reader, version))
    }
    expect(own.app.viewers.count()).toBe(1)
    expect(viewOf(reader.events).bids).toEqual(down(version, firstBid))
    expect(reader.isOver()).toBe(false)
    reader.close()
    slow.destroy()
  })

  it('ends when the service stops, and holds nothing up', async () => {
    const lot = history(8)
    await world.app.materialise(lot.views(1, 2))
    const own = await serve(world.instance())
    const clients = await Promise.all([openStream(own.url(8)), openStream(own.url(8))])
    await until('both watch', () => own.app.viewers.count() === 2)
    const startedAtMs = performance.now()
    await own.app.stop()
    await own.stop()
    expect(performance.now() - startedAtMs).toBeLessThan(2_000)
    await until('both know', () => clients.every((client) => client.isOver()))
  })
})
