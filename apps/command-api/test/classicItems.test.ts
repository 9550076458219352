import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { bearer, type CommandSideFixture, iso, startCommandSide } from './commandSide.fixture.ts'

let side: CommandSideFixture
let alice: string
let bob: string
let carol: string

beforeAll(async () => {
  side = await startCommandSide()
  ;[alice, bob, carol] = await Promise.all([bearer(101), bearer(102), bearer(103)])
})
afterAll(() => side.stop())

const send = (method: 'post' | 'put' | 'patch', path: string, token: string | null, body: object, form = false) => {
  const sending = request(side.app)[method](path)
  if (token !== null) sending.set('Authorization', token)
  return sending.type(form ? 'form' : 'json').send(body)
}

/** As the older clients wrote it: in UTC, without its milliseconds. */
const day = (ms: number): string => iso(ms).slice(0, 19).replace('T', ' ')
const inSec = (sec: number): number => Math.floor(side.clock.nowMs / 1_000) * 1_000 + sec * 1_000

const clock = (changes: object = {}) => ({
  c_code: 'clocks',
  title: 'Longcase clock',
  content: 'Eight days',
  start_price: 1_000,
  start_datetime: day(inSec(-5)),
  end_datetime: day(inSec(3_600)),
  ...changes,
})

async function list(changes: object = {}): Promise<number> {
  const { status, body } = await send('post', '/auction/item', alice, clock(changes))
  expect({ status, body }).toMatchObject({ status: 201 })
  return body.id
}

const ahead = () => ({ start_datetime: day(inSec(600)), end_datetime: day(inSec(4_200)) })

async function unchanged(act: () => Promise<unknown>): Promise<void> {
  const before = await side.eventCount()
  await act()
  expect(await side.eventCount()).toBe(before)
}

const answers = async (asked: request.Test, status: number, code: string) => {
  const { status: got, body } = await asked
  expect({ got, body }).toEqual({
    got: status,
    body: expect.objectContaining({
      statusCode: status,
      message: expect.any(String),
      error: expect.any(String),
      code,
    }),
  })
  return body
}

describe('POST /auction/item', () => {
  it('answers with the item, which is listed in won and bought by nothing but bids', async () => {
    const image = 'https://images.example/clock.jpg'
    const { status, body, headers } = await send('post', '/auction/item', alice, clock({ image, brand: 'unknown' }))
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        id: expect.any(Number),
        c_code: 'clocks',
        title: 'Longcase clock',
        content: 'Eight days',
        image,
        start_price: 1_000,
        current_price: 1_000,
        status: 'ACTIVE',
        start_datetime: iso(side.clock.nowMs),
        end_datetime: iso(inSec(3_600)),
        seller: 'paddle 101',
        version: 2,
      },
    })
    expect(headers.location).toBe(`/auction/item/${body.id}`)
    const { rows } = await side.pool.query(`select data from events where data->>'lotNumber' = $1`, [String(body.id)])
    expect(rows[0].data).toMatchObject({
      currency: 'KRW',
      increments: [{ from: 0, step: 1 }],
      softClose: null,
      buyNowPrice: null,
      reservePrice: null,
      seller: { paddleNumber: 101 },
    })
  })

  it('takes a form, a trailing slash, digits as text, and fields that were left empty', async () => {
    const form = { ...clock({ title: '1984', ...ahead() }), start_price: '1200', image: '', c_code: '' }
    const { status, body } = await send('post', '/auction/item/', alice, form, true)
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { title: '1984', start_price: 1_200, image: null, c_code: null, status: 'SCHEDULED' },
    })
  })

  it.each([
    ['without seconds', '2027-02-14 15:00', '2027-02-14T15:00:00.000Z'],
    ['with seconds', '2027-02-14 15:00:07', '2027-02-14T15:00:07.000Z'],
    ['in RFC 3339', '2027-02-14T15:00:00+09:00', '2027-02-14T06:00:00.000Z'],
  ])('takes times %s', async (_, start_datetime, start) => {
    const body = clock({ start_datetime, end_datetime: '2027-02-15 00:00:00' })
    expect((await send('post', '/auction/item', alice, body)).body).toMatchObject({ start_datetime: start })
  })

  it('takes a category by number, or none', async () => {
    const { c_code: _, ...none } = clock()
    expect((await send('post', '/auction/item', alice, clock({ c_code: 12 }))).body.c_code).toBe('12')
    expect((await send('post', '/auction/item', alice, none)).body.c_code).toBeNull()
  })

  it.each([
    ['no title', { title: '' }, 'title'],
    ['no content', { content: undefined }, 'content'],
    ['no price', { start_price: 0 }, 'start_price'],
    ['half a won', { start_price: 10.5 }, 'start_price'],
    ['a price in words', { start_price: 'ten' }, 'start_price'],
    ['a category that is no code', { c_code: 'a b' }, 'c_code'],
    ['a day that is none', { start_datetime: '2027-02-30 15:00:00' }, 'start_datetime'],
    ['a time without a day', { end_datetime: '15:00' }, 'end_datetime'],
    ['an end that is over', { end_datetime: '2020-01-01 00:00:00' }, 'end_datetime'],
    [
      'a start too far ahead',
      { start_datetime: '2090-01-01 00:00', end_datetime: '2090-01-02 00:00' },
      'start_datetime',
    ],
    ['an image that is no address', { image: 'javascript:alert(1)' }, 'image'],
  ])('refuses %s, and changes nothing', (_, changes, path) =>
    unchanged(async () => {
      const body = await answers(send('post', '/auction/item', alice, clock(changes)), 400, 'INVALID_INPUT')
      expect(body.errors).toEqual([{ path, message: expect.not.stringMatching(/endsAt|startsAt/) }])
    }),
  )

  it('is for whoever is signed in', () =>
    unchanged(async () => {
      await answers(send('post', '/auction/item', null, clock()), 401, 'TOKEN_MISSING')
      await answers(send('post', '/auction/item', 'Bearer nonsense', clock()), 400, 'TOKEN_INVALID')
      const broken = request(side.app).post('/auction/item').set('Authorization', alice).type('json').send('{')
      await answers(broken, 400, 'MALFORMED_JSON')
      await answers(request(side.app).delete('/auction/item'), 405, 'METHOD_NOT_ALLOWED')
      await answers(request(side.app).post('/auction/items'), 405, 'METHOD_NOT_ALLOWED')
    }))

  it('lists once under a key', async () => {
    const body = clock()
    const once = () => send('post', '/auction/item', alice, body).set('Idempotency-Key', 'clock-1')
    const [first, again] = [await once(), await once()]
    expect(again.body).toEqual(first.body)
    expect(again.headers['idempotency-replayed']).toBe('true')
  })
})

describe('PUT /auction/item/{id}', () => {
  it('changes what it names until the item opens', async () => {
    const id = await list(ahead())
    const { status, body } = await send('put', `/auction/item/${id}`, alice, {
      title: 'Mantel clock',
      start_price: '900',
      end_datetime: day(inSec(7_200)),
      image: 'https://images.example/mantel.jpg',
      c_code: null,
    })
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        id,
        title: 'Mantel clock',
        content: 'Eight days',
        start_price: 900,
        current_price: 900,
        end_datetime: iso(inSec(7_200)),
        image: 'https://images.example/mantel.jpg',
        c_code: null,
        status: 'SCHEDULED',
        version: 2,
      },
    })
    const emptied = await send('put', `/auction/item/${id}/`, alice, { image: '' }, true)
    expect(emptied.body).toMatchObject({ image: null, title: 'Mantel clock', version: 3 })
  })

  it('twice the same changes nothing, before the opening and after it', async () => {
    for (const times of [ahead(), {}]) {
      const { body } = await send('post', '/auction/item', alice, clock(times))
      await unchanged(async () => {
        expect((await send('put', `/auction/item/${body.id}`, alice, body)).body).toEqual(body)
        expect((await send('put', `/auction/item/${body.id}`, alice, {})).body).toEqual(body)
      })
    }
  })

  it('after the opening lets the content grow, and nothing else', async () => {
    const { body: item } = await send('post', '/auction/item', alice, clock())
    const path = `/auction/item/${item.id}`
    const more = await send('put', path, alice, { ...item, content: 'Eight days, oak' })
    expect(more).toMatchObject({ status: 200, body: { content: 'Eight days, oak', version: 3 } })
    await unchanged(async () => {
      await answers(send('put', path, alice, { start_price: 1 }), 400, 'ALREADY_OPENED')
      await answers(send('put', path, alice, { content: 'Oak' }), 400, 'ALREADY_OPENED')
    })
  })

  it('refuses others, what is not there, and what is not possible', async () => {
    const id = await list(ahead())
    await unchanged(async () => {
      await answers(send('put', `/auction/item/${id}`, bob, { title: 'Mine' }), 403, 'FORBIDDEN')
      await answers(send('put', `/auction/item/${id}`, bob, {}), 403, 'FORBIDDEN')
      await answers(send('put', '/auction/item/2000000000', alice, { title: 'None' }), 404, 'NOT_FOUND')
      await answers(send('put', '/auction/item/clock', alice, { title: 'None' }), 400, 'INVALID_INPUT')
      await answers(send('put', `/auction/item/${id}`, null, {}), 401, 'TOKEN_MISSING')
      await answers(send('put', `/auction/item/${id}`, alice, { title: null }), 400, 'INVALID_INPUT')
      const { errors } = await answers(
        send('put', `/auction/item/${id}`, alice, { end_datetime: day(inSec(1)) }),
        400,
        'INVALID_INPUT',
      )
      expect(errors).toEqual([{ path: 'end_datetime', message: 'must be after start_datetime and after now' }])
    })
  })
})

describe('POST and PATCH /auction/bid', () => {
  const bid = (token: string | null, item_id: unknown, bid_amount: unknown) =>
    send('post', '/auction/bid', token, { item_id, bid_amount })
  const raise = (token: string | null, item_id: unknown, bid_amount: unknown) =>
    send('patch', '/auction/bid', token, { item_id, bid_amount })

  it('bid and raise, several times by one person', async () => {
    const item_id = await list()
    const first = await bid(bob, item_id, 1_000)
    expect({ status: first.status, body: first.body }).toEqual({
      status: 201,
      body: { id: 3, item_id, bid_amount: 1_000, current_price: 1_000, version: 3 },
    })
    expect(await raise(bob, item_id, 1_001)).toMatchObject({ status: 200, body: { id: 4, current_price: 1_001 } })
    expect(await bid(carol, item_id, 900_000_000)).toMatchObject({ status: 201, body: { id: 5 } })
    expect(await bid(carol, item_id, 900_000_001)).toMatchObject({ status: 201, body: { id: 6 } })
    expect(await raise(bob, item_id, 900_000_002)).toMatchObject({ status: 200, body: { id: 7 } })
  })

  it('take forms, digits as text and a trailing slash', async () => {
    const item_id = await list()
    const fields = { item_id: String(item_id), bid_amount: '1100', note: 'ignored' }
    expect(await send('post', '/auction/bid/', bob, fields, true)).toMatchObject({
      status: 201,
      body: { item_id, bid_amount: 1_100 },
    })
    expect(await raise(bob, String(item_id), '1200')).toMatchObject({ status: 200, body: { bid_amount: 1_200 } })
  })

  it('tell the place of the bid in the item, also where the house answers it', async () => {
    const lot = {
      title: 'A clock',
      description: '',
      currency: 'KRW',
      startingPrice: 1_000,
      startsAt: iso(side.clock.nowMs),
      endsAt: iso(side.clock.nowMs + 3_600_000),
    }
    const { body: listed } = await send('post', '/v1/auctions', alice, lot)
    await send('post', `/v1/auctions/${listed.id}/bids`, carol, { type: 'max', amount: 5_000 })
    // 3 is the maximum, 4 this bid, 5 the house's answer.
    expect((await bid(bob, listed.lotNumber, 2_000)).body).toMatchObject({ id: 4, current_price: 2_001, version: 5 })
  })

  it('refuse what is not above the price', async () => {
    const item_id = await list()
    const low = await answers(bid(bob, item_id, 999), 400, 'LOW_BID')
    expect(low).toMatchObject({ minimum_bid: 1_000, current_price: 1_000 })
    await bid(bob, item_id, 1_500)
    await bid(carol, item_id, 2_000)
    await unchanged(async () => {
      for (const amount of [2_000, 1_500, 0, -5]) await answers(bid(bob, item_id, amount), 400, 'LOW_BID')
      await answers(raise(bob, item_id, 1_600), 400, 'LOW_BID')
      await answers(raise(carol, item_id, 2_000), 400, 'LOW_BID')
      await answers(bid(carol, item_id, 1_900), 400, 'LOW_BID')
    })
  })

  it('raise nothing for whom there is nothing to raise', async () => {
    const item_id = await list()
    await bid(bob, item_id, 1_500)
    await unchanged(() => answers(raise(carol, item_id, 2_000), 404, 'NOT_FOUND'))
  })

  it('refuse an item that has not begun, is over, is one’s own or is not there', async () => {
    const early = await list(ahead())
    const ending = await list({ end_datetime: day(inSec(120)) })
    await unchanged(async () => {
      await answers(bid(bob, early, 1_000), 400, 'NOT_STARTED')
      await answers(bid(alice, ending, 1_000), 400, 'OWN_LOT')
      await answers(bid(bob, 2_000_000_000, 1_000), 404, 'NOT_FOUND')
      await answers(raise(bob, 2_000_000_000, 1_000), 404, 'NOT_FOUND')
      side.clock.nowMs += 120_000
      await answers(bid(bob, ending, 1_000), 400, 'ALREADY_ENDED')
    })
  })

  it('need a token and well-formed fields', () =>
    unchanged(async () => {
      for (const asked of [bid, raise]) {
        await answers(asked(null, 1_001, 1_000), 401, 'TOKEN_MISSING')
        await answers(asked('Bearer nonsense', 1_001, 1_000), 400, 'TOKEN_INVALID')
        await answers(asked(bob, 'clock', 1_000), 400, 'INVALID_INPUT')
        await answers(asked(bob, 1_001, 0.5), 400, 'INVALID_INPUT')
        await answers(asked(bob, 1_001, 1e300), 400, 'INVALID_INPUT')
        await answers(asked(bob, 1_001, undefined), 400, 'INVALID_INPUT')
      }
      await answers(request(side.app).put('/auction/bid').set('Authorization', bob), 405, 'METHOD_NOT_ALLOWED')
    }))

  it('bid once under a key', async () => {
    const item_id = await list()
    const once = () => bid(bob, item_id, 1_500).set('Idempotency-Key', 'bid-1')
    const [first, again] = [await once(), await once()]
    expect({ status: again.status, body: again.body }).toEqual({ status: 201, body: first.body })
  })
})
