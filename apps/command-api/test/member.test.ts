import { setImmediate as nextTurn } from 'node:timers/promises'
import { type MemberFact, readMemberFact } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import type { MemberHouse, MemberOutcome } from '../src/member/memberHouse.ts'
import { block, entriesMax, type ListVerdict, unblock, watch } from '../src/member/rules/lists.ts'
import { evolve, type MemberLists, noLists } from '../src/member/rules/member.ts'
import { lots, type MemberFixture, type MemberInstance, member, startMemberFixture } from './member.fixture.ts'

let side: MemberFixture
let one: MemberInstance
let paddles = 100

beforeAll(async () => {
  side = await startMemberFixture()
  one = side.another()
})
afterAll(() => side.stop())

/** Somebody nobody has seen before. */
async function newMember(): Promise<{ id: string; token: string; paddleNumber: number }> {
  paddles += 1
  return { ...(await member(paddles)), paddleNumber: paddles }
}

const send = (method: 'put' | 'delete' | 'get' | 'post', path: string, token: string, { app } = one) =>
  request(app)[method](path).set('Authorization', token)

async function logOf(userId: string): Promise<readonly MemberFact[]> {
  const events = await side.store.load(userId)
  expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1))
  return events.map(({ type, schemaVersion, data }) => readMemberFact(type, schemaVersion, data))
}

describe('watching a lot', () => {
  it('is kept once, by the id and by the lot number, until it is given up', async () => {
    const alice = await newMember()
    const [lot] = lots
    for (const reference of [lot?.id, lot?.lotNumber]) {
      const { status, body } = await send('put', `/v1/auctions/${reference}/watch`, alice.token)
      expect({ status, body }).toEqual({ status: 200, body: { auctionId: lot?.id, watching: true } })
    }
    for (const reference of [lot?.lotNumber, lot?.id]) {
      const { status, body } = await send('delete', `/v1/auctions/${reference}/watch`, alice.token)
      expect({ status, body }).toEqual({ status: 200, body: { auctionId: lot?.id, watching: false } })
    }
    expect(await logOf(alice.id)).toEqual([
      { type: 'lot.watched', data: { auctionId: lot?.id } },
      { type: 'lot.unwatched', data: { auctionId: lot?.id } },
    ])
  })

  it.each(['9', 'no-lot', '%00', '019aa000-0000-7000-8000-00000000dead'])(
    'of no lot (%s) is 404',
    async (reference) => {
      const alice = await newMember()
      for (const method of ['put', 'delete'] as const) {
        const { status, body } = await send(method, `/v1/auctions/${reference}/watch`, alice.token)
        expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' })
      }
      expect(await logOf(alice.id)).toEqual([])
    },
  )
})

describe('blocking a bidder', () => {
  it('is kept once until it is taken back, under the name of who asked', async () => {
    const alice = await newMember()
    for (const blocked of [true, true, false, false]) {
      const { status, body } = await send(blocked ? 'put' : 'delete', '/v1/me/blocks/7', alice.token)
      expect({ status, body }).toEqual({ status: 200, body: { paddleNumber: 7, blocked } })
    }
    expect(await logOf(alice.id)).toEqual([
      { type: 'bidder.blocked', data: { paddleNumber: 7 } },
      { type: 'bidder.unblocked', data: { paddleNumber: 7 } },
    ])
    const [event] = await side.store.load(alice.id)
    expect(event?.metadata).toMatchObject({ actor: `user:${alice.id}`, correlationId: expect.any(String) })
  })

  it.each(['0', '-1', '07', '1.5', '1e3', '2147483648', '99999999999', 'bob', '%20', '%00'])(
    'needs a paddle number, which %s is not',
    async (reference) => {
      const alice = await newMember()
      for (const method of ['put', 'delete'] as const) {
        const { status, body } = await send(method, `/v1/me/blocks/${reference}`, alice.token)
        expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid_input' })
        expect(body.errors).toMatchObject([{ path: 'paddleNumber' }])
      }
      expect(await logOf(alice.id)).toEqual([])
    },
  )

  it("is not for one's own paddle", async () => {
    const alice = await newMember()
    const { status, body } = await send('put', `/v1/me/blocks/${alice.paddleNumber}`, alice.token)
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'own_paddle' })
    expect(await logOf(alice.id)).toEqual([])
  })

  it('ends at a full list', async () => {
    const alice = await newMember()
    const blocks = Array.from({ length: entriesMax }, (_, index) => index + 1_000)
    const rule = (paddle: number) => (lists: MemberLists) => block(lists, paddle, alice.paddleNumber)
    await Promise.all(blocks.map((paddle) => insist(one.members, alice.id, rule(paddle))))
    const { status, body } = await send('put', '/v1/me/blocks/7', alice.token)
    expect({ status, body }).toMatchObject({ status: 409, body: { code: 'list_full', limit: entriesMax } })
    expect((await send('delete', '/v1/me/blocks/1000', alice.token)).status).toBe(200)
    expect((await send('put', '/v1/me/blocks/7', alice.token)).status).toBe(200)
  })
})

describe('both', () => {
  const paths = ['/v1/auctions/7/watch', '/v1/me/blocks/7']

  it.each(paths)('need a token: %s', async (path) => {
    const missing = await request(one.app).put(path)
    expect({ status: missing.status, code: missing.body.code }).toEqual({ status: 401, code: 'token_missing' })
    const broken = await send('delete', path, 'Bearer x.y.z')
    expect({ status: broken.status, code: broken.body.code }).toEqual({ status: 401, code: 'token_invalid' })
  })

  it.each([...paths.map((path) => [path, 'PUT, DELETE']), ['/v1/me/blocks', 'GET, HEAD']])(
    'offer no other method: %s',
    async (path, allowed) => {
      const { token } = await newMember()
      const { status, headers, body } = await send('post', String(path), token)
      expect({ status, allow: headers.allow, code: body.code }).toEqual({
        status: 405,
        allow: allowed,
        code: 'method_not_allowed',
      })
    },
  )

  it.each(paths)('look at no body: %s', async (path) => {
    const { token } = await newMember()
    const { status, body } = await send('put', path, token).send({ watching: false, blocked: false, paddleNumber: 1 })
    expect(status).toBe(200)
    expect(body.watching ?? body.blocked).toBe(true)
  })

  it('say when there is no room to wait', async () => {
    const stopped = side.another()
    await stopped.members.stop()
    const alice = await newMember()
    const { status, body, headers } = await send('put', '/v1/me/blocks/7', alice.token, stopped)
    expect({ status, code: body.code, after: headers['retry-after'] }).toEqual({
      status: 503,
      code: 'retry_later',
      after: '1',
    })
    await expect(stopped.blockLists.refresh(alice.id)).rejects.toMatchObject({ code: 'retry_later', status: 503 })
  })
})

/** Sends the command again until it was decided, as a client does. */
async function insist(
  members: MemberHouse,
  userId: string,
  rule: (lists: MemberLists) => ListVerdict,
): Promise<MemberOutcome> {
  for (;;) {
    const outcome = await members.execute(userId, rule, { actor: `user:${userId}`, correlationId: 'races' })
    if (outcome.kind !== 'retry_later') return outcome
    await nextTurn()
  }
}

describe('two instances on one list', () => {
  it('keep its limit, each entry once and the versions without a gap', async () => {
    const { id } = await newMember()
    const instances = [side.another(), side.another()]
    const lotId = (n: number) => `019aa000-0000-7000-8000-${String(n).padStart(12, '0')}`
    const wanted = Array.from({ length: entriesMax + 200 }, (_, index) => lotId(index))
    const outcomes = await Promise.all(
      wanted.map((auctionId, index) =>
        // Every tenth is asked for at both at once.
        Promise.all(
          instances
            .filter((_, at) => index % 10 === 0 || at === index % 2)
            .map(({ members }) => insist(members, id, (lists) => watch(lists, auctionId))),
        ),
      ),
    )
    const done = wanted.filter((_, index) => outcomes[index]?.some(({ kind }) => kind === 'done'))
    expect(done).toHaveLength(entriesMax)
    for (const outcome of outcomes.flat()) {
      if (outcome.kind !== 'done') expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'list_full' } })
    }
    const log = await logOf(id)
    expect(log).toHaveLength(entriesMax)
    expect(log.reduce(evolve, noLists).watched).toEqual(new Set(done))
  })

  it('see what the other one has committed before they read', async () => {
    const { id } = await newMember()
    const [here, there] = [side.another(), side.another()]
    for (let paddle = 1; paddle <= 30; paddle += 1) {
      await insist(here.members, id, (lists) => block(lists, paddle, 0))
      expect((await there.members.blockedBy(id)).has(paddle)).toBe(true)
      await insist(there.members, id, (lists) => unblock(lists, paddle))
      expect((await here.members.blockedBy(id)).has(paddle)).toBe(false)
    }
  })
})

type Decision = { atMs: number; blocked: boolean }

/** Decides as the bid path does, until it is stopped: on a list at hand, or on one that was read for it. */
function decideOn({ blockLists }: MemberInstance, sellerId: string, paddle: number) {
  const decisions: Decision[] = []
  const ended = new AbortController()
  const run = async () => {
    while (!ended.signal.aborted) {
      const list = blockLists.peek(sellerId)
      if (list === undefined) await blockLists.refresh(sellerId)
      else decisions.push({ atMs: performance.now(), blocked: list.has(paddle) })
      await nextTurn()
    }
  }
  const running = run()
  return {
    decisions,
    /** Goes on until it has decided some more. */
    async more() {
      const enough = decisions.length + 20
      while (decisions.length < enough) await Promise.race([nextTurn(), running])
    },
    async stop() {
      ended.abort()
      await running
    },
  }
}

describe('an acknowledged block', () => {
  it('is known where it was asked for as soon as it is committed', async () => {
    const alice = await newMember()
    const { app, members, blockLists } = side.another({ leaseMs: 400 })
    await blockLists.refresh(alice.id)
    let answered = false
    const answer = send('put', '/v1/me/blocks/7', alice.token, { app, members, blockLists }).then(({ status }) => {
      answered = true
      return status
    })
    // Being asked for, a list is renewed and never runs out: it is missing only when it was forgotten.
    while (!answered && blockLists.peek(alice.id) !== undefined) await nextTurn()
    expect(answered).toBe(false)
    await blockLists.refresh(alice.id)
    expect(blockLists.peek(alice.id)).toEqual(new Set([7]))
    expect(await answer).toBe(200)
  })

  it.each([
    ['reads that are quick', 1_000, undefined, 1],
    ['reads that take up to most of a lease', 300, () => Math.random() * 280, 6],
  ])('is in force on every instance, with %s', async (_, leaseMs, readMs, rounds) => {
    const alice = await newMember()
    const asked = side.another({ leaseMs })
    const other = side.another({ leaseMs, ...(readMs === undefined ? {} : { readMs }) })
    for (const wanted of Array.from({ length: rounds }, () => [true, false]).flat()) {
      const deciders = [asked, other].map((instance) => decideOn(instance, alice.id, 7))
      await Promise.all(deciders.map((decider) => decider.more()))
      const { status } = await send(wanted ? 'put' : 'delete', '/v1/me/blocks/7', alice.token, asked)
      const acknowledgedMs = performance.now()
      await Promise.all(deciders.map((decider) => decider.more()))
      await Promise.all(deciders.map((decider) => decider.stop()))
      expect(status).toBe(200)
      for (const { decisions } of deciders) {
        expect(decisions[0]?.blocked).toBe(!wanted)
        const after = decisions.filter(({ atMs }) => atMs >= acknowledgedMs)
        expect(after.length).toBeGreaterThan(0)
        expect(after.filter(({ blocked }) => blocked !== wanted)).toEqual([])
      }
    }
  })
})
