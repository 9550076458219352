import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { administrator, bidder, history, seller } from './lots.ts'
import { createStory } from './story.ts'
import { bearer, createWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.drop())

const [me, rival] = [bidder(1), bidder(2)]
const read = async (path: string, actor = me) =>
  request(world.app.http)
    .get(`/v1/auctions/${path}`)
    .set('Authorization', await bearer(actor))

describe('GET /v1/auctions/{id}/my-bid', () => {
  it('is my newest entry that counts, with my alias and my maximum, and nobody else’s', async () => {
    const story = createStory(1)
    story.bid(1, 1_000)
    story.bid(2, 1_100, { type: 'max', maximum: 9_000 })
    const mine = story.bid(1, 1_200, { type: 'max', maximum: 1_500, leads: false })
    const { answer } = story.beaten(1, 1_600)
    await world.app.materialise(story.all())
    const { body } = await read(`${story.id}/my-bid`)
    const last = story.entries().find(({ bidder: { alias }, leads }) => alias === 1 && !leads)
    expect(body).toEqual({
      bid: { bidder: 'bidder 1', amount: 1_600, maximum: last?.maximum, version: last?.version, at: last?.at },
      version: story.lot().version,
    })
    expect(mine.version).toBeLessThan(body.bid.version)
    expect((await read('1/my-bid', rival)).body.bid).toMatchObject({ bidder: 'bidder 2', version: answer.version })
    for (const actor of [bidder(3), seller, administrator])
      expect((await read('1/my-bid', actor)).body).toEqual({ bid: null, version: story.lot().version })
  })

  it('goes back to the one before when the newest is retracted, and to none at last', async () => {
    const story = createStory(2)
    const first = story.bid(1, 1_000)
    const second = story.bid(1, 1_100)
    story.retract(second)
    await world.app.materialise(story.all())
    expect((await read('2/my-bid')).body).toMatchObject({ bid: { version: first.version }, version: 5 })
    // As in between the retraction and the standing that follows it.
    await world.pool.query('update standings set newest_version = $1 where auction_id = $2', [second.version, story.id])
    expect((await read('2/my-bid')).body).toMatchObject({ bid: { version: first.version }, version: 5 })
    story.retract(first)
    await world.app.materialise(story.views(6, 6))
    expect((await read('2/my-bid?atLeast=6')).body).toEqual({ bid: null, version: 6 })
  })

  it('waits for a version with all of its bids', async () => {
    const lot = history(3)
    await world.app.materialise(lot.views(1, 3))
    const asked = read('3/my-bid?atLeast=6')
    // The lot is live before its bids are stored.
    world.app.receive(lot.views(4, 6))
    await world.app.materialise(lot.views(4, 6))
    expect((await asked).body).toMatchObject({ bid: { version: 6, maximum: lot.bidAt(6).maximum }, version: 6 })
    expect((await read('3/my-bid')).body).toMatchObject({ bid: { version: 6 }, version: 6 })
    const late = await read('3/my-bid?atLeast=7')
    expect({ status: late.status, code: late.body.code }).toEqual({ status: 202, code: 'not_yet' })
  })

  it('says no later version than that up to which it knows the bids', async () => {
    const lot = history(4)
    await world.app.materialise(lot.views(1, 3))
    world.app.receive(lot.views(4, 4))
    expect((await read('4/my-bid')).body).toMatchObject({ bid: { version: 3 }, version: 3 })
    expect((await read('4/my-bid', rival)).body).toEqual({ bid: null, version: 1 })
  })

  it('is for whoever is signed in, and refuses what it does not know', async () => {
    const lot = history(5)
    await world.app.materialise(lot.views(1, 2))
    expect((await read('5/my-bid')).body).toEqual({ bid: null, version: 2 })
    expect((await request(world.app.http).get('/v1/auctions/5/my-bid')).status).toBe(401)
    expect((await read('999/my-bid')).status).toBe(404)
    expect((await read('nonsense/my-bid')).status).toBe(404)
    for (const query of ['atLeast=0', 'atLeast=x', 'bidder=2'])
      expect((await read(`5/my-bid?${query}`)).status).toBe(422)
    const posted = await request(world.app.http).post('/v1/auctions/5/my-bid')
    expect({ status: posted.status, allow: posted.headers.allow }).toEqual({ status: 405, allow: 'GET, HEAD' })
  })
})
