import type { MemberView } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import type { QueryApp } from '../src/app.ts'
import { atSecond, bidder, seller } from './lots.ts'
import { createStory, party, type Story } from './story.ts'
import { bearer, createWorld, type World } from './world.ts'

let world: World
let app: QueryApp
let nowMs = Date.parse(atSecond(60))
beforeAll(async () => {
  world = await createWorld()
  app = world.instance({ now: () => nowMs })
})
afterAll(() => world.drop())

const [me, rival, onlooker] = [bidder(1), bidder(2), bidder(3)]
const read = async (what: string, actor = me) =>
  (
    await request(app.http)
      .get(`/v1/me/${what}`)
      .set('Authorization', await bearer(actor))
      .expect(200)
  ).body
const noticesOn = async (story: Story, actor = me) =>
  (await read('notices?limit=100', actor)).items.filter(
    ({ auctionId }: { auctionId: string }) => auctionId === story.id,
  )
const watchOf = (story: Story): MemberView => ({
  type: 'watch.view',
  data: { userId: onlooker.id, auctionId: story.id, version: story.lot().lotNumber, watching: true, at: atSecond(1) },
})

describe('to be outbid', () => {
  it('dates from the automatic answer that beat me', async () => {
    const story = createStory(1)
    story.bid(2, 1_000, { type: 'max', maximum: 9_000 })
    const { answer } = story.beaten(1, 2_000)
    await app.materialise(story.all())
    expect(await noticesOn(story)).toMatchObject([{ kind: 'outbid', at: answer.at, price: 2_100 }])
    expect(await noticesOn(story, rival)).toEqual([])
  })

  it('dates from the first bid after mine that still counts', async () => {
    const story = createStory(2)
    story.bid(1, 1_000)
    const gone = story.bid(3, 1_100)
    const standing = story.bid(2, 1_200)
    story.retract(gone)
    await app.materialise(story.all())
    expect(await noticesOn(story)).toMatchObject([{ kind: 'outbid', at: standing.at }])
  })

  it('never dates from a bid that was itself beaten', async () => {
    const story = createStory(6)
    story.bid(1, 1_000)
    const gone = story.bid(2, 1_100, { type: 'max', maximum: 9_000 })
    const { answer } = story.beaten(3, 2_000)
    story.retract(gone)
    await app.materialise(story.all())
    expect(await noticesOn(story)).toMatchObject([{ kind: 'outbid', at: answer.at }])
  })

  it('dates from what I have left when it was my own retraction that put somebody before me', async () => {
    const story = createStory(3)
    story.bid(2, 1_000)
    const left = story.bid(1, 1_100, { leads: false })
    story.retract(story.bid(1, 1_200))
    await app.materialise(story.all())
    expect(await noticesOn(story)).toMatchObject([{ kind: 'outbid', at: left.at }])
  })

  it('is told of nobody whose newest bid the lot does not show yet', async () => {
    const story = createStory(4)
    story.bid(2, 1_000)
    await app.materialise(story.all())
    const mine = story.bid(1, 1_100)
    await app.materialise([{ type: 'bid.view', data: mine }])
    expect(await noticesOn(story)).toEqual([])
    await app.materialise(story.views(4, 4))
    expect(await noticesOn(story)).toEqual([])
    expect(await noticesOn(story, rival)).toMatchObject([{ kind: 'outbid', at: mine.at }])
  })
})

it('whoever only watches hears of the end that comes near, and of nothing that is of bidders', async () => {
  const story = createStory(5)
  story.bid(1, 1_000)
  await app.materialise(story.all())
  await app.materialiseMembers([watchOf(story)])
  expect(await noticesOn(story, onlooker)).toEqual([])
  nowMs = Date.parse(story.lot().endsAt) - 60_000
  const { endsAt } = story.lot()
  const soon = { kind: 'closing_soon', price: 1_000, endsAt, at: atSecond(2_700), lotNumber: 5, currency: 'KRW' }
  expect(await noticesOn(story, onlooker)).toMatchObject([soon])
  nowMs = Date.parse(atSecond(60))
  story.change({ status: 'completed', outcome: 'sold', endedAt: endsAt })
  await app.materialise(story.all())
  expect(await noticesOn(story, onlooker)).toEqual([])
  expect(await noticesOn(story)).toMatchObject([{ kind: 'won', at: endsAt, price: 1_000 }])
})

describe('to sell', () => {
  const over = { status: 'completed', endedAt: atSecond(50) } as const

  it('is told with the price and the order, and taken back when the sale falls through', async () => {
    const story = createStory(31)
    story.bid(1, 1_000)
    const sale = { via: 'hammer', buyer: party(1), price: 1_000, failed: false } as const
    const saleId = '0193c0de-0000-7000-8000-000000000031'
    story.change({ ...over, outcome: 'sold', sale: { ...sale, saleId } })
    await app.materialise(story.all())
    expect(await noticesOn(story, seller)).toMatchObject([{ kind: 'sold', price: 1_000, orderId: saleId }])
    expect(await noticesOn(story, rival)).toEqual([])
    story.change({ sale: { ...sale, saleId, failed: true } })
    await app.materialise(story.all())
    expect(await noticesOn(story, seller)).toMatchObject([{ kind: 'unsold', at: atSecond(50) }])
  })

  it('is told when nobody has bid, for thirty days, and of nothing else', async () => {
    const story = createStory(32)
    await app.materialise(story.all())
    expect(await noticesOn(story, seller)).toEqual([])
    story.change({ ...over, outcome: 'no_bids' })
    await app.materialise(story.all())
    expect(await noticesOn(story, seller)).toMatchObject([{ kind: 'unsold' }])
    nowMs += 31 * 86_400_000
    expect(await noticesOn(story, seller)).toEqual([])
    nowMs -= 31 * 86_400_000
  })
})

describe('my bids', () => {
  const someone = bidder(9)
  const numbers = (items: { lot: { lotNumber: number } }[]): number[] => items.map(({ lot }) => lot.lotNumber)

  it('come with what happened last first, page by page, without lots where none of them counts', async () => {
    const stories = [21, 22, 23, 24, 25].map((lotNumber) => createStory(lotNumber))
    for (const story of stories) story.bid(9, 1_000, { type: 'max', maximum: 5_000 })
    const [, second, , fourth] = stories
    fourth?.retract(...fourth.entries())
    second?.bid(9, 1_000, { type: 'max', maximum: 7_000, at: atSecond(500) })
    await app.materialise(stories.flatMap((story) => story.all()))
    const whole = await read('bids?limit=100', someone)
    expect(numbers(whole.items)).toEqual([22, 25, 23, 21])
    expect(whole.items[0]).toMatchObject({ status: 'leading', yourBid: 1_000, yourMaximum: 7_000, at: atSecond(500) })
    const paged: number[] = []
    for (let cursor = ''; ; ) {
      const { items, nextCursor } = await read(`bids?limit=1${cursor}`, someone)
      paged.push(...numbers(items))
      if (nextCursor === null) break
      cursor = `&cursor=${nextCursor}`
    }
    expect(paged).toEqual([22, 25, 23, 21])
  })
})
