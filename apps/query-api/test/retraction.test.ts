import { listen } from '@gavel/service-kit'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { type ScriptedLot, scriptedLot } from './scriptedLot.ts'
import { openStream, type SseClient } from './sseClient.ts'
import { createWorld, until, type World } from './world.ts'

let world: World
let server: Awaited<ReturnType<typeof listen>>
beforeAll(async () => {
  world = await createWorld()
  server = await listen(world.app.http, { port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await world.app.stop()
  await server.stop()
  await world.drop()
})

const get = (path: string) => request(world.app.http).get(path)
const streamOf = (lotNumber: number, lastEventId?: number) =>
  openStream(
    `http://127.0.0.1:${server.port}/v1/auctions/${lotNumber}/stream`,
    lastEventId === undefined ? {} : { lastEventId },
  )
const reaches = (client: SseClient, version: number) => () => client.events.at(-1)?.id === version
const upTo = ({ lots, bids }: ScriptedLot, version: number) =>
  [...lots, ...bids].filter(({ type, data }) =>
    type === 'lot.view' ? data.version <= version : Math.max(data.version, data.retractedVersion ?? 0) <= version,
  )

/** Bids at versions 3, 4, 5 by three people; 6 retracts the last two, 7 the first. */
const script = ['bid', 'bid', 'bid', [1, 2], [0]] as const

describe('reads after a retraction', () => {
  it('mark what does not count, and have the price of those that do', async () => {
    const lot = scriptedLot(1, script)
    await world.app.materialise(upTo(lot, 6))
    const { body } = await get('/v1/auctions/1/bids?atLeast=6').expect(200)
    expect(body.items.map(({ version, retracted }: Record<string, unknown>) => [version, retracted])).toEqual([
      [5, true],
      [4, true],
      [3, undefined],
    ])
    expect((await get('/v1/auctions/1/highest-bid')).body).toMatchObject({ bid: { version: 3, amount: 1_000 } })
    expect((await get('/auction/1/highest-bid')).body).toBe(1_000)
    expect((await get('/items/1/bids')).body).toMatchObject([{ id: 3 }])
  })

  it('know no highest bid when none counts', async () => {
    const lot = scriptedLot(2, script)
    await world.app.materialise(upTo(lot, 7))
    expect((await get('/v1/auctions/2/highest-bid')).body).toMatchObject({ bid: null })
    expect((await get('/auction/2/highest-bid')).body).toBeNull()
    expect((await get('/items/2/bids')).body).toEqual([])
    expect((await get('/v1/auctions/2')).body).toMatchObject({ leader: null, price: 1_000, bidCount: 3 })
  })

  it('wait for the marks, when they are asked for that version', async () => {
    const lot = scriptedLot(3, script)
    await world.app.materialise(upTo(lot, 5))
    await world.app.materialise(lot.lots.filter(({ data }) => data.version === 6))
    const reading = get('/v1/auctions/3/bids?atLeast=6').then(({ body }) => body)
    await world.app.materialise(upTo(lot, 6))
    expect((await reading).items.map(({ retracted }: Record<string, unknown>) => retracted)).toEqual([
      true,
      true,
      undefined,
    ])
  })
})

describe('a stream', () => {
  it('replaces what a viewer has when bids are retracted', async () => {
    const lot = scriptedLot(4, script)
    await world.app.materialise(upTo(lot, 5))
    const client = await streamOf(4)
    await until('the lot', reaches(client, 5))
    world.app.receive(lot.bids.filter(({ data }) => 'retractedVersion' in data && data.retractedVersion === 6))
    expect(client.events.at(-1)?.id).toBe(5)
    world.app.receive(lot.lots.filter(({ data }) => data.version === 6))
    await until('the retraction', reaches(client, 6))
    const last = client.events.at(-1)
    expect(last).toMatchObject({ event: 'snapshot', data: { lot: { price: 1_000, leader: 'bidder 1' } } })
    expect(last?.data.bids).toMatchObject([
      { version: 5, retracted: true },
      { version: 4, retracted: true },
      { version: 3 },
    ])
    client.close()
  })

  it.each([
    [5, 'snapshot'],
    [6, 'snapshot'],
    [7, undefined],
  ])('goes on from version %d, of before or after the last retraction, with %s', async (lastEventId, event) => {
    const lot = scriptedLot(10 + lastEventId, script)
    await world.app.materialise(upTo(lot, 7))
    const client = await streamOf(10 + lastEventId, lastEventId)
    await until('the stream is open', () => client.text().includes('retry'))
    if (event !== undefined) await until('the lot', reaches(client, 7))
    expect(client.events.map((one) => one.event)).toEqual(event === undefined ? [] : [event])
    client.close()
  })
})
