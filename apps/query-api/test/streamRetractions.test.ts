import { listen } from '@gavel/service-kit'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openStream, type SseClient, viewOf } from './sseClient.ts'
import { createStory } from './story.ts'
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

const streamOf = (lotNumber: number, lastEventId?: number) =>
  openStream(
    `http://127.0.0.1:${server.port}/v1/auctions/${lotNumber}/stream`,
    lastEventId === undefined ? {} : { lastEventId },
  )
const reaches = (client: SseClient, version: number) => () => client.events.at(-1)?.id === version
const marksOf = (client: SseClient) =>
  client.events.at(-1)?.data.bids.map(({ version, retracted }) => [version, retracted === true])

describe('a stream', () => {
  it('replaces what a viewer has also when he came with a bid that this instance hears of as retracted', async () => {
    const story = createStory(1)
    story.bid(1, 1_000)
    story.retract(story.bid(2, 1_100))
    await world.app.materialise(story.views(1, 3))
    const ahead = await streamOf(1, 4)
    const inStep = await streamOf(1)
    await until('both watch', () => world.app.viewers.count() === 2 && inStep.events.length === 1)
    const [retraction] = story.told().slice(4)
    world.app.receive([
      ...(retraction?.bids ?? []).map((data) => ({ type: 'bid.view' as const, data })),
      { type: 'lot.view', data: story.lot() },
    ])
    for (const client of [ahead, inStep]) {
      await until('the retraction', reaches(client, 5))
      expect(client.events.at(-1)).toMatchObject({ event: 'snapshot', data: { lot: { leader: 'bidder 1' } } })
      expect(marksOf(client)).toEqual([
        [4, true],
        [3, false],
      ])
      client.close()
    }
  })

  it('takes a retraction from the store that never arrived live', async () => {
    const story = createStory(2)
    const first = story.bid(1, 1_000)
    story.bid(2, 1_100)
    await world.app.materialise(story.all())
    const client = await streamOf(2)
    await until('the lot', reaches(client, 4))
    story.retract(first)
    await world.app.materialise(story.views(5, 5))
    world.app.receive([{ type: 'lot.view', data: story.lot() }])
    await until('the retraction', reaches(client, 5))
    expect(client.events.at(-1)?.event).toBe('snapshot')
    expect(marksOf(client)).toEqual([
      [4, false],
      [3, true],
    ])
    client.close()
  })

  it('goes on bid by bid for whom has the last retraction, from this instance or another', async () => {
    const story = createStory(3)
    story.retract(story.bid(1, 1_000))
    story.bid(2, 1_100)
    story.bid(1, 1_200)
    await world.app.materialise(story.all())
    const client = await streamOf(3, 4)
    await until('what he lacks', reaches(client, 6))
    expect(client.events).toMatchObject([{ event: 'lot' }])
    expect(viewOf(client.events).bids).toEqual([6, 5])
    client.close()
    const older = await streamOf(3, 3)
    await until('all anew', reaches(older, 6))
    expect(older.events).toMatchObject([{ event: 'snapshot' }])
    older.close()
  })

  it('marks no bid before the version at which it was retracted', async () => {
    const story = createStory(4)
    const bids = Array.from({ length: 320 }, (_, index) => story.bid((index % 3) + 1, 1_000 + index * 100))
    const last = story.lot().version
    await world.app.materialise(story.all())
    const [early] = bids.slice(5)
    if (early === undefined) throw new Error('there are 320')
    story.retract(early)
    // The bids are stored as retracted; that the lot knows of it is still on its way.
    await world.app.materialise(story.views(last + 1, last + 1).filter(({ type }) => type === 'bid.view'))
    const client = await streamOf(4, 3)
    await until('what he lacks', reaches(client, last))
    expect(client.events).toMatchObject([{ event: 'lot' }])
    expect(client.events.at(-1)?.data.bids).toHaveLength(319)
    expect(marksOf(client)?.filter(([, isRetracted]) => isRetracted)).toEqual([])
    world.app.receive([{ type: 'lot.view', data: story.lot() }])
    await until('the retraction', reaches(client, last + 1))
    expect(client.events.at(-1)?.event).toBe('snapshot')
    client.close()
  })
})
