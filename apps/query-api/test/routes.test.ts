import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { administrator, atSecond, bidder, history, paddle, seller } from './lots.ts'
import { bearer, createWorld, type World } from './world.ts'

let world: World
const lot = history(7)
beforeAll(async () => {
  world = await createWorld()
  await world.app.materialise(lot.views(1, 6))
})
afterAll(() => world.drop())

const get = (path: string) => request(world.app.http).get(path)
const problem = (code: string) => expect.objectContaining({ code })

describe('GET /v1/auctions/{id}', () => {
  const body = {
    id: lot.id,
    lotNumber: 7,
    title: 'Lot 7',
    description: 'It ticks',
    category: 'clocks',
    images: ['https://images.example/clock.jpg'],
    currency: 'KRW',
    startingPrice: 1_000,
    price: 1_300,
    minimumBid: 1_400,
    hasReserve: false,
    reserveMet: true,
    buyNowPrice: 5_000_000,
    buyNowAvailable: true,
    status: 'active',
    outcome: null,
    startsAt: atSecond(0),
    endsAt: atSecond(3_600),
    softClose: null,
    extensions: 0,
    bidCount: 4,
    leader: 'bidder 1',
    sale: null,
    endedAt: null,
    cancelReason: null,
    seller: { id: seller.id, username: 'sally' },
    version: 6,
    createdAt: atSecond(7),
  }

  it('shows a lot by its id and by its number, and nothing that says who bids', async () => {
    for (const id of [lot.id, lot.id.toUpperCase(), '7', '7/']) {
      const answer = await get(`/v1/auctions/${id}`).expect(200)
      expect(answer.body).toEqual(body)
    }
  })

  it('tells a bidder whether he leads', async () => {
    const leader = await get('/v1/auctions/7').set('Authorization', await bearer(bidder(1)))
    expect(leader.body).toEqual({ ...body, youLead: true, youBought: false })
    const other = await get('/v1/auctions/7').set('Authorization', await bearer(bidder(2)))
    expect(other.body).toEqual({ ...body, youLead: false, youBought: false })
  })

  it('tells the seller and administrators who leads', async () => {
    for (const actor of [seller, administrator]) {
      const answer = await get('/v1/auctions/7').set('Authorization', await bearer(actor))
      expect(answer.body).toEqual({
        ...body,
        youLead: false,
        youBought: false,
        leaderPaddleNumber: paddle(1),
        ...(actor === seller ? { reservePrice: null } : {}),
        offer: null,
      })
    }
  })

  it('answers 304 to whom has this version already, as the same person', async () => {
    const { etag = '' } = (await get('/v1/auctions/7').expect(200)).headers
    await get('/v1/auctions/7').set('If-None-Match', etag).expect(304)
    const signedIn = await bearer(bidder(1))
    await get('/v1/auctions/7').set('If-None-Match', etag).set('Authorization', signedIn).expect(200)
  })

  it('answers 200 to whom has an older version', async () => {
    const moving = history(8)
    await world.app.materialise(moving.views(1, 3))
    const { etag = '' } = (await get('/v1/auctions/8').expect(200)).headers
    world.app.receive(moving.views(4, 4))
    const answer = await get('/v1/auctions/8').set('If-None-Match', etag).expect(200)
    expect(answer.body).toMatchObject({ version: 4 })
  })

  it('knows no such lot', async () => {
    for (const id of [randomUUID(), '99', '0', '4000000000', 'clock', '-1', '1.5', '%00']) {
      const answer = await get(`/v1/auctions/${id}`).expect(404)
      expect(answer.body).toEqual(problem('not_found'))
      expect(answer.type).toBe('application/problem+json')
    }
  })

  it('refuses a bad token instead of taking it for none', async () => {
    const answer = await get('/v1/auctions/7').set('Authorization', 'Bearer no').expect(401)
    expect(answer.body).toEqual(problem('token_invalid'))
  })
})

describe('GET /v1/auctions/{id}?atLeast=', () => {
  it('answers at once when the version is there', async () => {
    await get('/v1/auctions/7?atLeast=6').expect(200)
  })

  it('waits for a version that arrives live', async () => {
    const late = history(20)
    await world.app.materialise(late.views(1, 2))
    const answer = get('/v1/auctions/20?atLeast=3').then((response) => response)
    setTimeout(() => world.app.receive(late.views(3, 3)), 100)
    expect((await answer).body).toMatchObject({ version: 3 })
  })

  it('waits for a lot that another instance stores, known here to nobody', async () => {
    const late = history(21)
    const answer = get(`/v1/auctions/${late.id}?atLeast=1`).then((response) => response)
    setTimeout(() => void world.app.materialise(late.views(1, 1)), 150)
    expect((await answer).body).toMatchObject({ version: 1 })
  })

  it('says not_yet when it does not come in time', async () => {
    const startedAtMs = performance.now()
    const answers = await Promise.all([
      get('/v1/auctions/7?atLeast=7').expect(202),
      get(`/v1/auctions/${randomUUID()}?atLeast=1`).expect(202),
      get('/v1/auctions/7/bids?atLeast=7').expect(202),
    ])
    for (const { body, headers } of answers) {
      expect(body).toEqual(problem('not_yet'))
      expect(headers['retry-after']).toBe('1')
    }
    expect(performance.now() - startedAtMs).toBeLessThan(5_000)
  })

  it('shows the bids only when all of them are there', async () => {
    const late = history(22)
    await world.app.materialise(late.views(1, 3))
    await world.app.materialise([{ type: 'lot.view', data: late.lotAt(4) }])
    const answers = ['bids', 'highest-bid'].map((what) =>
      get(`/v1/auctions/22/${what}?atLeast=4`).then(({ body }) => body),
    )
    setTimeout(() => void world.app.materialise([{ type: 'bid.view', data: late.bidAt(4) }]), 100)
    const [bids, highest] = await Promise.all(answers)
    expect(bids.items).toMatchObject([{ version: 4 }, { version: 3 }])
    expect(highest).toMatchObject({ bid: { version: 4 }, version: 4 })
  })
})

describe('GET /v1/auctions/{id}/bids', () => {
  it('shows them newest first, under aliases', async () => {
    const { body, text } = await get('/v1/auctions/7/bids').expect(200)
    expect(body.nextCursor).toBeNull()
    expect(body.items).toHaveLength(4)
    expect(body.items[0]).toEqual({
      id: lot.bidAt(6).id,
      bidder: 'bidder 1',
      amount: 1_300,
      type: 'exact',
      auto: false,
      at: atSecond(13),
      version: 6,
    })
    expect(text).not.toContain(bidder(1).id)
    expect(text).not.toMatch(/paddle|10000005/)
  })

  it('tells a bidder which are his, and the house whose they are', async () => {
    const own = await get('/v1/auctions/7/bids').set('Authorization', await bearer(bidder(2)))
    expect(own.body.items.map(({ you }: { you: boolean }) => you)).toEqual([false, false, true, false])
    expect(own.text).not.toMatch(/paddle|10000005/)
    const house = await get('/v1/auctions/7/bids').set('Authorization', await bearer(seller))
    const paddles = house.body.items.map(({ paddleNumber }: { paddleNumber: number }) => paddleNumber)
    expect(paddles).toEqual([paddle(1), paddle(3), paddle(2), paddle(1)])
  })

  it('come in pages that neither repeat nor miss one while bids go on', async () => {
    const busy = history(30)
    await world.app.materialise(busy.views(1, 22))
    const seen: number[] = []
    let cursor: string | null = ''
    for (let page = 0; cursor !== null; page += 1) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`
      const { body } = await get(`/v1/auctions/30/bids?limit=7${query}`).expect(200)
      seen.push(...body.items.map(({ version }: { version: number }) => version))
      cursor = body.nextCursor
      await world.app.materialise(busy.views(23 + page, 23 + page))
    }
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => 22 - index))
  })

  it('are none for a lot without bids, and unknown for an unknown lot', async () => {
    await world.app.materialise(history(31).views(1, 2))
    expect((await get('/v1/auctions/31/bids').expect(200)).body).toEqual({ items: [], nextCursor: null })
    expect((await get('/v1/auctions/31/highest-bid').expect(200)).body).toEqual({ bid: null, version: 2 })
    await get('/v1/auctions/999/bids').expect(404)
    await get('/v1/auctions/999/highest-bid').expect(404)
  })
})

describe('GET /v1/auctions/{id}/highest-bid', () => {
  it('shows it with the version it is true at', async () => {
    const { body } = await get('/v1/auctions/7/highest-bid').expect(200)
    expect(body).toMatchObject({ bid: { id: lot.bidAt(6).id, amount: 1_300, bidder: 'bidder 1' }, version: 6 })
  })

  it('claims no version whose bids are still on the way', async () => {
    const late = history(32)
    await world.app.materialise(late.views(1, 3))
    await world.app.materialise([{ type: 'lot.view', data: late.lotAt(9) }])
    expect((await get('/v1/auctions/32/highest-bid')).body).toMatchObject({ bid: { version: 3 }, version: 3 })
  })
})

const yearZeroCursor = Buffer.from(
  JSON.stringify({ sort: 'newest', at: '0000-01-01T00:00:00.000Z', id: '019aa000-0000-7000-8000-000000000001' }),
).toString('base64url')

describe('every route', () => {
  it('tells the time', async () => {
    const { body } = await get('/v1/time').expect(200)
    expect(Math.abs(Date.parse(body.now) - Date.now())).toBeLessThan(5_000)
  })

  it.each([
    '/v1/auctions?limit=0',
    '/v1/auctions?limit=101',
    '/v1/auctions?limit=ten',
    '/v1/auctions?colour=red',
    '/v1/auctions?status=open',
    '/v1/auctions?status=active&status=completed',
    '/v1/auctions?seller=sally',
    '/v1/auctions?endingBefore=tomorrow',
    '/v1/auctions?endingBefore=0000-01-01T00:00:00Z',
    `/v1/auctions?cursor=${yearZeroCursor}`,
    '/v1/auctions?cursor=e30',
    '/v1/auctions?cursor=%00',
    '/v1/auctions?category=%00',
    '/v1/auctions/7/bids?cursor=eyJiZWZvcmVWZXJzaW9uIjoxMDAwMDAwMDAwMDAwfQ',
    '/v1/auctions?atLeast=1',
    '/v1/auctions/7?atLeast=0',
    '/v1/auctions/7?atLeast=-1',
    '/v1/auctions/7?limit=1',
    '/v1/auctions/7/bids?cursor=bm8',
    '/v1/auctions/7/bids?limit=1000',
    '/v1/auctions/7/highest-bid?limit=1',
    '/v1/auctions/7/stream?atLeast=1',
    '/v1/time?zone=utc',
  ])('refuses %s', async (path) => {
    const { body } = await get(path).expect(422)
    expect(body).toEqual(problem('invalid_input'))
    expect(body.errors.length).toBeGreaterThan(0)
  })

  it.each(['/v1/auctions', '/v1/auctions/7', '/v1/auctions/7/bids', '/v1/auctions/7/stream', '/v1/time'])(
    'offers nothing but reading at %s',
    async (path) => {
      for (const method of ['post', 'put', 'patch', 'delete'] as const) {
        const answer = await request(world.app.http)[method](path).expect(405)
        expect(answer.headers.allow).toBe('GET, HEAD')
        expect(answer.body).toEqual(problem('method_not_allowed'))
      }
      await request(world.app.http).head(path).expect(200)
    },
  )

  it('is one that is there', async () => {
    const { body } = await get('/v1/auctionz').expect(404)
    expect(body).toEqual(problem('not_found'))
  })
})
