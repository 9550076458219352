import { randomUUID } from 'node:crypto'
import { readCatalogFact } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { bearer, type CommandSideFixture, iso, startCommandSide } from './commandSide.fixture.ts'

let side: CommandSideFixture
let root: string
let bidder: string

beforeAll(async () => {
  side = await startCommandSide()
  root = await bearer(100, ['bidder', 'administrator'])
  bidder = await bearer(102)
})
afterAll(() => side.stop())

const newCode = () => `c-${randomUUID()}`

function send(method: 'post' | 'patch' | 'put', path: string, body: unknown, token: string | undefined = root) {
  const sending = request(side.app)[method](path)
  if (token !== '') sending.set('Authorization', token)
  return sending.set('Content-Type', 'application/json').send(JSON.stringify(body))
}

async function add(name = 'Clocks'): Promise<{ id: string; code: string }> {
  const { status, body } = await send('post', '/v1/categories', { code: newCode(), name })
  expect(status).toBe(201)
  return body
}

async function logOf(id: string) {
  const events = await side.store.load(id)
  expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1))
  return events.map(({ type, schemaVersion, data }) => readCatalogFact(type, schemaVersion, data))
}

async function unchanged(act: () => Promise<unknown>): Promise<void> {
  const before = await side.eventCount()
  await act()
  expect(await side.eventCount()).toBe(before)
}

describe('POST /v1/categories', () => {
  it('adds a category, under the name of who asked, for the topic of the catalogue', async () => {
    const code = newCode()
    const { status, body, headers } = await send('post', '/v1/categories', { code, name: '  시계 & clocks ' })
    expect({ status, body }).toEqual({
      status: 201,
      body: { id: expect.any(String), code, name: '시계 & clocks', version: 1 },
    })
    expect(headers.location).toBe(`/v1/categories/${code}`)
    expect(await logOf(body.id)).toEqual([{ type: 'category.added', data: { code, name: '시계 & clocks' } }])
    const { rows } = await side.pool.query(
      `select stream_type as type, topic, metadata->>'actor' as actor
      from streams join events using (stream_id) join outbox_events using (stream_id)
      where stream_id = $1`,
      [body.id],
    )
    expect(rows).toEqual([{ type: 'category', topic: 'catalog.events', actor: expect.stringMatching(/^user:/) }])
  })

  it('takes each code once', async () => {
    const { id, code } = await add()
    await unchanged(async () => {
      for (const name of ['Clocks', 'Other']) {
        const { status, body } = await send('post', '/v1/categories', { code, name })
        expect({ status, code: body.code, instance: body.instance }).toEqual({
          status: 409,
          code: 'category_exists',
          instance: '/v1/categories',
        })
      }
    })
    expect(await logOf(id)).toHaveLength(1)
  })

  it('takes a code once, however many ask at once, on two instances', async () => {
    const other = await side.another()
    const code = newCode()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        request(index % 2 === 0 ? side.app : other.app)
          .post('/v1/categories')
          .set('Authorization', root)
          .send({ code, name: `Name ${index}` }),
      ),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
  })

  it.each([
    ['no name', { code: 'a' }, 'name'],
    ['an empty name', { code: 'a', name: '  ' }, 'name'],
    ['a name too long', { code: 'a', name: 'n'.repeat(101) }, 'name'],
    ['a name with NUL', { code: 'a', name: 'a\u0000b' }, 'name'],
    ['half a surrogate pair', { code: 'a', name: 'a\ud800' }, 'name'],
    ['a name that is no text', { code: 'a', name: 5 }, 'name'],
    ['no code', { name: 'A' }, 'code'],
    ['an empty code', { code: '', name: 'A' }, 'code'],
    ['a code with a space', { code: 'a b', name: 'A' }, 'code'],
    ['a code with a slash', { code: 'a/b', name: 'A' }, 'code'],
    ['a code too long', { code: 'c'.repeat(65), name: 'A' }, 'code'],
    ['a number for a code', { code: 7, name: 'A' }, 'code'],
    ['an unknown field', { code: 'a', name: 'A', parent: 'b' }, 'parent'],
    ['a list', [], ''],
  ])('refuses %s, and changes nothing', (_, body, path) =>
    unchanged(async () => {
      const answer = await send('post', '/v1/categories', body)
      expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_input', errors: [{ path }] } })
    }),
  )

  it('is for administrators alone', () =>
    unchanged(async () => {
      const body = { code: newCode(), name: 'A' }
      expect(await send('post', '/v1/categories', body, '')).toMatchObject({
        status: 401,
        body: { code: 'token_missing' },
      })
      expect(await send('post', '/v1/categories', body, 'Bearer x')).toMatchObject({
        status: 401,
        body: { code: 'token_invalid' },
      })
      expect(await send('post', '/v1/categories', body, bidder)).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      })
    }))
})

describe('PATCH /v1/categories/{code}', () => {
  it('renames it; twice the same name is done once', async () => {
    const { id, code } = await add()
    for (const name of ['Watches', 'Watches', ' Watches ']) {
      const { status, body } = await send('patch', `/v1/categories/${code}`, { name })
      expect({ status, body }).toEqual({ status: 200, body: { id, code, name: 'Watches', version: 2 } })
    }
    const back = await send('patch', `/v1/categories/${code}`, { name: 'Clocks' })
    expect(back.body).toEqual({ id, code, name: 'Clocks', version: 3 })
    expect((await logOf(id)).map(({ type }) => type)).toEqual([
      'category.added',
      'category.renamed',
      'category.renamed',
    ])
  })

  it('keeps its versions without a gap when many rename it at once', async () => {
    const { id, code } = await add()
    const other = await side.another()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        request(index % 2 === 0 ? side.app : other.app)
          .patch(`/v1/categories/${code}`)
          .set('Authorization', root)
          .send({ name: `Name ${index}` }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(new Set(answers.map(({ body }) => body.version)).size).toBe(20)
    expect(await logOf(id)).toHaveLength(21)
  })

  it.each(['nothing', 'a b', '%00', '~', 'x'.repeat(65)])('of no category (%s) is 404', (code) =>
    unchanged(async () => {
      const { status, body } = await send('patch', `/v1/categories/${code}`, { name: 'A' })
      expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' })
    }),
  )

  it('changes nothing on bad input, nor for others than administrators', async () => {
    const { code } = await add()
    const path = `/v1/categories/${code}`
    await unchanged(async () => {
      for (const body of [{}, { name: '' }, { name: 'A', code: 'b' }, { name: null }, []]) {
        expect(await send('patch', path, body)).toMatchObject({ status: 422, body: { code: 'invalid_input' } })
      }
      expect((await send('patch', path, { name: 'A' }, '')).status).toBe(401)
      expect((await send('patch', path, { name: 'A' }, bidder)).status).toBe(403)
    })
  })
})

describe('an Idempotency-Key', () => {
  const keyed = (method: 'post' | 'patch', path: string, key: string, body: unknown) =>
    send(method, path, body).set('Idempotency-Key', key)

  /** As when Redis was lost. */
  const forget = (key: string) => side.redis.del(`idempotency:${actor()}:${key}`)
  const actor = () => `user:${subjectOf(root)}`

  it.each([false, true])('gives the same answer again (redis forgot: %s)', async (forgotten) => {
    const [key, code] = [randomUUID(), newCode()]
    const first = await keyed('post', '/v1/categories', key, { code, name: 'A' })
    expect(first.status).toBe(201)
    if (forgotten) expect(await forget(key)).toBe(1)
    await unchanged(async () => {
      const again = await keyed('post', '/v1/categories', key, { code, name: 'A' })
      expect({ status: again.status, body: again.body }).toEqual({ status: 201, body: first.body })
      expect(again.headers['idempotency-replayed']).toBe('true')
      if (forgotten) await forget(key)
      const reused = await keyed('post', '/v1/categories', key, { code: newCode(), name: 'A' })
      expect(reused).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
    })
  })

  it('keeps a refusal, and a renaming', async () => {
    const { code } = await add()
    const [refusal, renaming] = [randomUUID(), randomUUID()]
    for (const replayed of [undefined, 'true']) {
      const taken = await keyed('post', '/v1/categories', refusal, { code, name: 'A' })
      expect({ status: taken.status, replayed: taken.headers['idempotency-replayed'] }).toEqual({
        status: 409,
        replayed,
      })
      const renamed = await keyed('patch', `/v1/categories/${code}`, renaming, { name: 'B' })
      expect({ body: renamed.body, replayed: renamed.headers['idempotency-replayed'] }).toMatchObject({
        body: { name: 'B', version: 2 },
        replayed,
      })
    }
  })
})

function subjectOf(token: string): string {
  const [, claims = ''] = token.split('.')
  return JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')).sub
}

describe("a category's id", () => {
  it('is no lot', async () => {
    const { id } = await add()
    await unchanged(async () => {
      const watched = await send('put', `/v1/auctions/${id}/watch`, {})
      expect(watched).toMatchObject({ status: 404, body: { code: 'not_found' } })
      const bid = await send('post', `/v1/auctions/${id}/bids`, { type: 'exact', amount: 5 })
      expect(bid).toMatchObject({ status: 404, body: { code: 'not_found' } })
    })
  })
})

describe('other methods', () => {
  it.each([
    ['/v1/categories', 'GET, HEAD, POST'],
    ['/v1/categories/clocks', 'GET, HEAD, PATCH'],
    ['/category', 'POST'],
  ])('are told what %s takes', async (path, allow) => {
    const { status, headers } = await send('put', path, {})
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow })
  })
})

describe('POST /category', () => {
  it.each([
    ['anybody', ''],
    ['a bidder', 'bidder'],
  ])('adds a category for %s', async (_, who) => {
    const c_code = newCode()
    const token = who === '' ? '' : bidder
    const { status, body } = await send('post', '/category', { c_code, c_name: ' Clocks ', color: 'red' }, token)
    expect({ status, body }).toEqual({ status: 201, body: { c_code, c_name: 'Clocks' } })
    expect(await send('post', '/category', { c_code, c_name: 'Other' }, token)).toMatchObject({
      status: 409,
      body: { statusCode: 409, message: expect.any(String), error: 'Conflict', code: 'CATEGORY_EXISTS' },
    })
    expect((await send('post', '/v1/categories', { code: c_code, name: 'A' })).status).toBe(409)
  })

  it('takes a number, a form and a trailing slash', async () => {
    const [number, inForm] = [Math.floor(Math.random() * 1e9), newCode()]
    const numbered = await send('post', '/category', { c_code: number, c_name: 'Clocks' }, '')
    expect(numbered).toMatchObject({ status: 201, body: { c_code: number, c_name: 'Clocks' } })
    expect((await send('patch', `/v1/categories/${number}`, { name: 'B' })).status).toBe(200)
    const form = await request(side.app).post('/category/').type('form').send({ c_code: inForm, c_name: 'Clocks' })
    expect({ status: form.status, body: form.body }).toEqual({
      status: 201,
      body: { c_code: inForm, c_name: 'Clocks' },
    })
  })

  it.each([
    {},
    { c_code: 'a' },
    { c_code: '', c_name: 'A' },
    { c_code: 1.5, c_name: 'A' },
    { c_code: -1, c_name: 'A' },
    { c_code: 'a b', c_name: 'A' },
    { c_code: 'a', c_name: ' ' },
    { c_code: null, c_name: 'A' },
    [],
  ])('refuses %j in its own words, and changes nothing', (body) =>
    unchanged(async () => {
      expect(await send('post', '/category', body, '')).toMatchObject({
        status: 400,
        body: { statusCode: 400, message: expect.any(String), code: 'INVALID_INPUT' },
      })
    }),
  )

  it('refuses broken JSON and a broken token', () =>
    unchanged(async () => {
      const broken = await request(side.app).post('/category').set('Content-Type', 'application/json').send('{')
      expect(broken).toMatchObject({ status: 400, body: { statusCode: 400, code: 'MALFORMED_JSON' } })
      const token = await send('post', '/category', { c_code: newCode(), c_name: 'A' }, 'Bearer x')
      expect(token).toMatchObject({ status: 400, body: { statusCode: 400, code: 'TOKEN_INVALID' } })
    }))

  it('is for administrators where nobody may bid without a token', async () => {
    const closed = await side.another({ openBidding: false })
    const post = (token: string) => {
      const sending = request(closed.app).post('/category')
      if (token !== '') sending.set('Authorization', token)
      return sending.send({ c_code: newCode(), c_name: 'A' })
    }
    await unchanged(async () => {
      expect(await post('')).toMatchObject({ status: 401, body: { statusCode: 401 } })
      expect(await post(bidder)).toMatchObject({ status: 403, body: { statusCode: 403 } })
    })
    expect((await post(root)).status).toBe(201)
  })
})

it('a lot may carry a code that has no name yet', async () => {
  const code = newCode()
  const lot = {
    title: 'A clock',
    description: '',
    category: code,
    currency: 'KRW',
    startingPrice: 1_000,
    startsAt: iso(side.clock.nowMs),
    endsAt: iso(side.clock.nowMs + 3_600_000),
  }
  expect((await send('post', '/v1/auctions', lot, bidder)).status).toBe(201)
  expect((await send('post', '/v1/categories', { code, name: 'Clocks' })).status).toBe(201)
})
