import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { bearer, type CommandSideFixture, type Instance, iso, startCommandSide } from './commandSide.fixture.ts'
import { openPage } from './page.fixture.ts'

let side: CommandSideFixture
let first: Instance
let second: Instance
const limits = {
  signUp: { count: 3, seconds: 600 },
  signIn: { count: 3, seconds: 600 },
  signInAddress: { count: 8, seconds: 600 },
  bid: { count: 4, seconds: 2 },
}
beforeAll(async () => {
  side = await startCommandSide()
  first = await side.another({ limits })
  second = await side.another({ limits })
})
afterAll(() => side.stop())

const password = 'three rusty anvils'
const newAddress = (): string => `limited.${randomUUID()}@gavel.example`

/** What web appends to, and a stranger may begin. */
const from = (address: string) => ({ 'X-Forwarded-For': address })
let hosts = 0
const newHost = (): string => {
  hosts += 1
  return `198.51.100.${hosts}`
}

const instance = (index: number): Instance => (index % 2 === 0 ? first : second)

function signIn(index: number, address: string, body: object) {
  return request(instance(index).app).post('/v1/auth/signin').set(from(address)).send(body)
}

async function lotOf(seller: number): Promise<string> {
  const listed = await request(first.app)
    .post('/v1/auctions')
    .set('Authorization', await bearer(seller))
    .send({
      title: 'A gavel',
      description: 'Rosewood',
      currency: 'KRW',
      startingPrice: 1_000,
      startsAt: iso(side.clock.nowMs),
      endsAt: iso(side.clock.nowMs + 3_600_000),
    })
  return listed.body.id
}

describe('signing up', () => {
  it('is limited by the address of the client, on all instances together, and says how far one is', async () => {
    const host = newHost()
    const ask = (index: number) =>
      request(instance(index).app)
        .post('/v1/auth/signup')
        .set(from(host))
        .send({ email: newAddress(), username: 'x', password })
    const answers = []
    for (let index = 0; index < 4; index += 1) answers.push(await ask(index))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429])
    expect(answers[0]?.headers).toMatchObject({
      'ratelimit-limit': '3',
      'ratelimit-remaining': '2',
      'ratelimit-policy': '3;w=600',
    })
    expect(answers[3]?.body).toMatchObject({ status: 429, code: 'too_many_requests' })
    expect(Number(answers[3]?.headers['retry-after'])).toBeGreaterThan(590)

    const classic = await request(first.app).post('/auth/signup').set(from(host)).send({})
    expect(classic.status).toBe(429)
    expect(classic.body).toMatchObject({ statusCode: 429, code: 'TOO_MANY_REQUESTS' })
    const ofPage = await openPage(second.app).post('signup', {}, from(host))
    expect(ofPage.body).toMatchObject({ status: 429, code: 'too_many_requests' })
    const elsewhere = await request(first.app)
      .post('/v1/auth/signup')
      .set(from(newHost()))
      .send({ email: newAddress(), username: 'x', password })
    expect(elsewhere.status).toBe(201)
  })

  it('goes by the address that web has seen, not by what the client says it is', async () => {
    const host = newHost()
    const statuses: number[] = []
    for (let index = 0; index < 4; index += 1) {
      const claimed = `203.0.113.${index}, ${host}`
      const answer = await request(first.app).post('/v1/auth/signup').set(from(claimed)).send({})
      statuses.push(answer.status)
    }
    expect(statuses).toEqual([422, 422, 422, 429])
  })
})

describe('signing in', () => {
  it('counts failures with one address, however that is written, and forgets them when the password is known', async () => {
    const host = newHost()
    const email = newAddress()
    await request(side.app).post('/v1/auth/signup').send({ email, username: 'x', password })
    const wrong = (index: number) => signIn(index, host, { email: email.toUpperCase(), password: 'not this one' })

    expect([await wrong(0), await wrong(1)].map(({ status }) => status)).toEqual([401, 401])
    expect((await signIn(0, host, { email, password })).status).toBe(200)
    expect([await wrong(0), await wrong(1), await wrong(0)].map(({ status }) => status)).toEqual([401, 401, 401])
    expect((await signIn(1, host, { email, password })).status).toBe(429)
    const page = openPage(first.app)
    expect((await page.post('signin', { email, password }, from(host))).status).toBe(429)
    // Nobody locks somebody else out from afar.
    expect((await signIn(1, newHost(), { email, password })).status).toBe(200)
  })

  it('counts nothing that another site has made a browser send', async () => {
    const host = newHost()
    const email = newAddress()
    const page = openPage(first.app)
    expect((await page.post('signup', { email, username: 'x', password }, from(host))).status).toBe(201)
    const foreign = { ...from(host), 'Sec-Fetch-Site': 'cross-site' }
    for (let index = 0; index < 9; index += 1) {
      expect((await page.post('signin', { email, password: 'not this one' }, foreign)).status).toBe(403)
    }
    expect((await page.post('signin', { email, password }, from(host))).status).toBe(200)
  })

  it('counts what a member tries for his own password, from a page or not', async () => {
    const page = openPage(first.app)
    const signedUp = await page.post('signup', { email: newAddress(), username: 'x', password }, from(newHost()))
    const headers = { Authorization: `Bearer ${signedUp.body.accessToken}` }
    const wrong = { currentPassword: 'not this one', newPassword: 'four shiny anvils' }
    const statuses: number[] = []
    for (let index = 0; index < 3; index += 1) statuses.push((await page.post('password', wrong, headers)).status)
    const script = await request(second.app).post('/v1/auth/password').set(headers).send(wrong)
    expect([...statuses, script.status]).toEqual([401, 401, 401, 429])
    expect((await page.post('password', { ...wrong, currentPassword: password }, headers)).status).toBe(429)
  })

  it('counts all attempts of one client', async () => {
    const host = newHost()
    const statuses: number[] = []
    for (let index = 0; index < 9; index += 1) {
      statuses.push((await signIn(index, host, { email: newAddress(), password })).status)
    }
    expect(statuses).toEqual([...Array.from({ length: 8 }, () => 401), 429])
  })
})

describe('bidding', () => {
  it('is limited for each bidder on each lot, whichever way he names it, and goes on after the window', async () => {
    const [lot, other] = [await lotOf(901), await lotOf(901)]
    const { body: shown } = await request(first.app)
      .post('/v1/auctions')
      .set('Authorization', await bearer(901))
      .send({})
    expect(shown.code).toBe('invalid_input')
    let amount = 1_000
    const bid = async (index: number, paddle: number, path = `/v1/auctions/${lot}/bids`) => {
      amount += 10
      return request(instance(index).app)
        .post(path)
        .set('Authorization', await bearer(paddle))
        .send({ type: 'exact', amount })
    }
    const statuses: number[] = []
    for (let index = 0; index < 5; index += 1) statuses.push((await bid(index, 902)).status)
    expect(statuses).toEqual([201, 201, 201, 201, 429])
    expect((await bid(0, 903)).status).toBe(201)
    expect((await bid(0, 902, `/v1/auctions/${other}/bids`)).status).toBe(201)

    const events = await side.eventCount()
    const refused = await bid(1, 902)
    expect(refused.body).toMatchObject({ status: 429, code: 'too_many_requests' })
    expect(await side.eventCount()).toBe(events)
    await new Promise((passed) => setTimeout(passed, Number(refused.headers['ratelimit-reset']) * 1_000 + 50))
    expect((await bid(0, 902)).status).toBe(201)
  })

  it('lets no more through when all come at once', async () => {
    const lot = await lotOf(904)
    const token = await bearer(905)
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        request(instance(index).app)
          .post(`/v1/auctions/${lot}/bids`)
          .set('Authorization', token)
          .send({ type: 'exact', amount: 2_000 + index }),
      ),
    )
    const counted = answers.filter(({ status }) => status !== 429)
    expect(counted).toHaveLength(4)
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0)
  })

  it('lets through what it says and no more, where instances take portions of it', async () => {
    const wide = { limits: { bid: { count: 60, seconds: 600 } } }
    const apps = [(await side.another(wide)).app, (await side.another(wide)).app]
    const lot = await lotOf(910)
    const token = await bearer(911)
    const wave = () =>
      Promise.all(
        Array.from({ length: 25 }, (_, index) =>
          request(apps[index % 2] ?? side.app)
            .post(`/v1/auctions/${lot}/bids`)
            .set('Authorization', token)
            .send({ type: 'exact', amount: 1 }),
        ),
      )
    const statuses: number[] = []
    for (let round = 0; round < 4; round += 1) statuses.push(...(await wave()).map(({ status }) => status))
    const through = statuses.filter((status) => status !== 429).length
    expect(through).toBeLessThanOrEqual(60)
    // At the end each may hold back what is left of its last portion, which is six.
    expect(through).toBeGreaterThanOrEqual(60 - 6)
    expect(statuses.slice(-5)).toEqual([429, 429, 429, 429, 429])
  })

  it('is told by the older routes in their own words', async () => {
    const lot = await lotOf(906)
    const { rows } = await side.pool.query<{ number: string }>(
      `select split_part(name, ':', 2) as number from claims where name like 'lot:%' and stream_id = $1`,
      [lot],
    )
    const statuses: number[] = []
    let last: unknown
    for (let index = 0; index < 5; index += 1) {
      const body = { item_id: Number(rows[0]?.number), bidder_id: 907, bid_amount: 3_000 + index }
      const answer = await request(first.app).post('/bid').send(body)
      statuses.push(answer.status)
      last = answer.body
    }
    expect(statuses).toEqual([200, 200, 200, 200, 429])
    expect(last).toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    // By his token he is the same.
    const byToken = await request(first.app)
      .post(`/v1/auctions/${lot}/bids`)
      .set('Authorization', await bearer(907))
      .send({ type: 'exact', amount: 4_000 })
    expect(byToken.status).toBe(429)
  })

  it('goes on without Redis, each instance counting by itself', async () => {
    const cut = await side.another({ limits, redisUrl: 'redis://127.0.0.1:1' })
    const lot = await lotOf(908)
    const token = await bearer(909)
    const statuses: number[] = []
    for (let index = 0; index < 5; index += 1) {
      const answer = await request(cut.app)
        .post(`/v1/auctions/${lot}/bids`)
        .set('Authorization', token)
        .send({ type: 'exact', amount: 5_000 + index })
      statuses.push(answer.status)
    }
    expect(statuses).toEqual([201, 201, 201, 201, 429])
  })
})
