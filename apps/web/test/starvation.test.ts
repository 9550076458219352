import { afterEach, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { until } from './until.ts'
import { createCleanUp, startUpstream, startWeb } from './upstream.ts'

const cleanUp = createCleanUp()
afterEach(() => cleanUp.run())

/** While it sleeps it takes every request and answers none, as a process under SIGSTOP does. */
async function startSleeper() {
  let asleep = false
  const held: (() => void)[] = []
  const sleeper = await startUpstream((_req, res) => {
    const answer = (): void => void res.end('awake')
    if (asleep) held.push(answer)
    else answer()
  })
  cleanUp.add(sleeper.close)
  const sleep = (): void => {
    asleep = true
  }
  const wake = (): void => {
    asleep = false
    for (const answer of held.splice(0)) answer()
  }
  return { ...sleeper, sleep, wake }
}

async function startTwo(limits: NonNullable<Parameters<typeof startWeb>[0]['limits']>) {
  const hung = await startSleeper()
  hung.sleep()
  const well = await startSleeper()
  const web = await startWeb({ command: [hung.url, well.url], limits })
  cleanUp.add(web.stop)
  const bid = (): Promise<number> =>
    request(web.url)
      .post('/bid')
      .send({ bid_amount: 1 })
      .then(({ status }) => status)
  return { hung, well, web, bid }
}

describe('one hung instance of two', () => {
  it('gets the first bid, and the next ones go where less is at work', async () => {
    const { hung, well, bid } = await startTwo({})
    const first = bid()
    await until(() => hung.requests.length === 1)
    for (let turn = 0; turn < 20; turn += 1) expect(await bid()).toBe(200)
    expect([hung.requests.length, well.requests.length]).toEqual([1, 20])
    hung.wake()
    expect(await first).toBe(200)
  })

  it('uses up its own slots alone', async () => {
    const { hung, bid } = await startTwo({ requestsMax: 2, silentMs: 60_000 })
    const bids = Array.from({ length: 40 }, bid)
    let answeredCount = 0
    for (const one of bids) void one.then((status) => (answeredCount += status === 200 ? 1 : 0))
    await until(() => answeredCount === 38)
    expect(hung.requests).toHaveLength(2)
    hung.wake()
    await Promise.all(bids)
  })

  it('is put aside when it stays silent, and is used again once it answers', async () => {
    const { hung, web, bid, well } = await startTwo({ silentMs: 100 })
    well.sleep()
    const stuck = Array.from({ length: 12 }, bid)
    await until(() => hung.requests.length === 6 && well.requests.length === 6)
    well.wake()
    await until(async () => {
      await bid()
      return /reason="silent".*\} 1\n/.test(await web.metrics())
    })
    const before = hung.requests.length
    expect(await Promise.all(Array.from({ length: 20 }, bid))).toEqual(Array.from({ length: 20 }, () => 200))
    expect(hung.requests).toHaveLength(before)
    hung.wake()
    await Promise.all(stuck)
    await until(async () => {
      await bid()
      return hung.requests.length > before
    })
  })

  it('is put aside after an answer that never came, and no bid is sent twice', async () => {
    const { hung, well, bid } = await startTwo({ answerTimeoutMs: 300, silentMs: 100 })
    expect(await bid()).toBe(503)
    for (let turn = 0; turn < 10; turn += 1) expect(await bid()).toBe(200)
    expect([hung.requests.length, well.requests.length]).toEqual([1, 10])
  })
})

describe('reads that wait for a version', () => {
  it('have slots of their own', async () => {
    const query = await startUpstream((req, res) => {
      if (req.url?.includes('atLeast') !== true) res.end('now')
    })
    cleanUp.add(query.close)
    const web = await startWeb({ query: [query.url], limits: { requestsMax: 1, waitingReadsMax: 2, waitingMax: 0 } })
    cleanUp.add(web.stop)
    const left = new AbortController()
    const waiting = [1, 2].map((lot) =>
      fetch(`${web.url}/v1/auctions/${lot}?atLeast=9`, { signal: left.signal }).catch(() => 'left'),
    )
    await until(() => query.requests.length === 2)
    await request(web.url).get('/v1/auctions/1?atLeast=9').expect(503)
    await request(web.url).get('/v1/auctions/1').expect(200)
    left.abort()
    await Promise.all(waiting)
  })
})
