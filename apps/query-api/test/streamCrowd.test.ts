import { connect, type Socket } from 'node:net'
import { listen } from '@gavel/service-kit'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { QueryApp } from '../src/app.ts'
import { publicLot } from '../src/auction/publicLot.ts'
import { firstBid, history } from './lots.ts'
import { eventsIn, openStream, type SseClient, viewOf } from './sseClient.ts'
import { createWorld, until, type World } from './world.ts'

let world: World
let server: Awaited<ReturnType<typeof serve>>
const stops: (() => Promise<void>)[] = []
async function serve(app: QueryApp) {
  const { port, stop } = await listen(app.http, { port: 0, host: '127.0.0.1' })
  stops.push(async () => {
    await app.stop()
    await stop()
  })
  return { app, port, url: (lot: number) => `http://127.0.0.1:${port}/v1/auctions/${lot}/stream` }
}
beforeAll(async () => {
  world = await createWorld()
  server = await serve(world.app)
})
afterAll(async () => {
  await Promise.all(stops.map((stop) => stop()))
  await world.drop()
})

const down = (from: number, to: number): number[] => Array.from({ length: from - to + 1 }, (_, index) => from - index)
const reaches = (client: SseClient, version: number) => () => client.events.at(-1)?.id === version
const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Bytes as they come. */
function rawClient(port: number, request: string): { socket: Socket; text(): string; isOver(): boolean } {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  let over = false
  socket.setEncoding('utf8')
  socket.on('data', (part: string) => {
    text += part
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    over = true
  })
  socket.write(request)
  return { socket, text: () => text, isOver: () => over }
}

describe('a crowd', () => {
  it('of 200, who come with what they have at any time: each ends with the same, nothing twice or out of order', async () => {
    const { app, url } = server
    const lot = history(1)
    await world.app.materialise(lot.views(1, 600))
    let version = 150
    app.receive(lot.views(2, version))
    const [steps = [], ids = []] = fc.sample(
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 200, maxLength: 200 }),
      { numRuns: 2 },
    )
    const clients: { from: number; client: SseClient }[] = []
    const opening = ids.map(async (step, index) => {
      // A third comes anew, a third from not long ago, a third from long ago or from an instance that is ahead.
      const from = [0, version - step, step * 50][index % 3] ?? 0
      clients.push({ from, client: await openStream(url(1), from > 0 ? { lastEventId: from } : {}) })
    })
    for (const step of steps) {
      const views = lot.views(version + 1, Math.min(600, version + step))
      app.receive(step % 2 === 0 ? views.toReversed() : views)
      version = Math.min(600, version + step)
      if (step > 4) await turn()
    }
    await Promise.all(opening)
    app.receive(lot.views(version, 600))
    for (const { from, client } of clients) {
      await until(`the end for one who came with ${from}`, reaches(client, 600))
      const versions = client.events.map(({ id }) => id)
      expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b))
      const { bids } = viewOf(client.events)
      const isResumed = from > 0 && client.events.every(({ event }) => event === 'lot')
      expect(bids).toEqual(down(600, isResumed ? from + 1 : (bids.at(-1) ?? firstBid)))
      expect({ ...publicLot(lot.lotAt(from)), ...viewOf(client.events).lot }).toEqual(publicLot(lot.lotAt(600)))
      client.close()
    }
  })

  it('is told how many it is', async () => {
    const { url, app } = server
    const lot = history(2)
    await world.app.materialise(lot.views(1, 5))
    const first = await openStream(url(2))
    await until('he knows', () => first.viewers.at(-1) === 1)
    const others = await Promise.all([openStream(url(2)), openStream(url(2), { lastEventId: 5 })])
    await until('all know', () => [first, ...others].every(({ viewers }) => viewers.at(-1) === 3))
    expect(first.viewers.length).toBeLessThan(4)
    for (const other of others) other.close()
    await until('he is alone again', () => first.viewers.at(-1) === 1)
    app.receive(lot.views(6, 6))
    await until('the bid', reaches(first, 6))
    first.close()
  })

  it('has been sent all there was when the service stops', async () => {
    const { url, app } = await serve(world.instance())
    const lot = history(3)
    await world.app.materialise(lot.views(1, 2))
    const clients = await Promise.all(Array.from({ length: 300 }, () => openStream(url(3))))
    await until('all watch', () => clients.every(({ events }) => events.length > 0))
    for (let version = 3; version <= 60; version += 1) app.receive(lot.views(version, version))
    await app.stop()
    await until('all know', () => clients.every((client) => client.isOver()))
    for (const { events } of clients) expect(viewOf(events).bids).toEqual(down(60, firstBid))
  })
})

describe('a connection', () => {
  it('that was cut off for not reading goes on where it was, nothing lost or twice', async () => {
    const { url, app, port } = await serve(world.instance({ queueBytesMax: 64 * 1024 }))
    const lot = history(4)
    await world.app.materialise(lot.views(1, 2))
    // As plain text, not in chunks.
    const slow = rawClient(port, 'GET /v1/auctions/4/stream HTTP/1.0\r\nHost: gavel\r\n\r\n')
    await until('it watches', () => slow.text().includes('event: lot'))
    slow.socket.pause()
    const description = 'x'.repeat(200_000)
    let version = 2
    while (app.viewers.count() === 1 && version < 400) {
      version += 1
      const bid = { type: 'bid.view' as const, data: lot.bidAt(version) }
      app.receive([bid, { type: 'lot.view', data: { ...lot.lotAt(version), description: `${description}${version}` } }])
      await turn()
    }
    expect(app.viewers.count()).toBe(0)
    await world.app.materialise(lot.views(3, version))
    slow.socket.resume()
    await until('it has read what was sent', slow.isOver)
    expect(slow.text()).toMatch(/^HTTP\/1.1 200 OK\r\n(?!.*chunked)/s)
    const body = slow.text().slice(slow.text().indexOf('\r\n\r\n') + 4)
    const seen = eventsIn(body.slice(0, body.lastIndexOf('\n\n'))).lots
    const last = seen.at(-1)?.id ?? 0
    expect(last).toBeLessThan(version)
    const again = await openStream(url(4), { lastEventId: last })
    await until('the rest', reaches(again, version))
    expect(viewOf([...seen, ...again.events]).bids).toEqual(down(version, firstBid))
    again.close()
  })

  it('on which an earlier answer is still to come gets its events after it', async () => {
    const { app, port } = server
    const lot = history(5)
    await world.app.materialise(lot.views(1, 5))
    const read = 'GET /v1/auctions/5?atLeast=6 HTTP/1.1\r\nHost: gavel\r\n\r\n'
    const { socket, text } = rawClient(port, `${read}GET /v1/auctions/5/stream HTTP/1.1\r\nHost: gavel\r\n\r\n`)
    await until('it watches', () => app.live.isWatched(lot.id))
    app.receive(lot.views(6, 7))
    await until('the last bid', () => text().includes('id: 7\n'))
    expect(text()).toMatch(/^HTTP\/1.1 200 .*\}HTTP\/1.1 200 .*retry: 1000.*event: lot.*id: 7\n/s)
    app.receive(lot.views(8, 8))
    await until('the one after', () => text().includes('id: 8\n'))
    socket.destroy()
  })

  it('that its client has half closed is over', async () => {
    const { app, port } = server
    const lot = history(6)
    await world.app.materialise(lot.views(1, 5))
    const { socket, text, isOver } = rawClient(port, 'GET /v1/auctions/6/stream HTTP/1.1\r\nHost: gavel\r\n\r\n')
    await until('it watches', () => text().includes('event: lot'))
    socket.end()
    app.receive(lot.views(6, 6))
    await until('it is over', () => isOver() && !app.live.isWatched(lot.id))
    expect(text()).not.toContain('HTTP/1.1 400')
  })
})
