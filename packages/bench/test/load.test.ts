import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type BareRoute, createPrograms, type Programs } from '../src/programs.ts'

const job = { tokens: ['one', 'two'], connections: 4, leadInMs: 50, measuredMs: 300 }

describe('the load generator', () => {
  let programs: Programs
  let bareRoute: BareRoute
  beforeEach(async () => {
    programs = createPrograms()
    bareRoute = await programs.startBareRoute()
  })
  afterEach(async () => {
    await bareRoute.stop()
    programs.close()
  })

  it('keeps its connections busy and counts what it is answered', async () => {
    const targets = [1, 2].map((number) => ({ path: `/v1/auctions/${number}/bids`, firstAmount: 1_000 }))
    const result = await programs.load({ ...job, url: bareRoute.url, targets })
    expect(result).toMatchObject({ refused: 0, failed: 0, elapsedMs: 300 })
    expect(result.accepted).toBeGreaterThan(100)
    expect(result.latencyMs.p50).toBeGreaterThan(0)
    expect(result.latencyMs.p99).toBeGreaterThanOrEqual(result.latencyMs.p95)
    // The bare route answers the amount as the version: amounts rise one by one, for each target on its own.
    const [first = 0, second = 0] = result.versions
    expect(first).toBeGreaterThan(1_050)
    expect(Math.abs(first - second)).toBeLessThanOrEqual(job.connections)
  })

  it('reads as well, each time something else where it is told so', async () => {
    const reads = ['/v1/search/auctions?category=clocks', '/v1/search/auctions?minPrice={n}']
    const { tokens: _none, ...reading } = job
    const result = await programs.load({ ...reading, url: bareRoute.url, reads })
    expect(result).toMatchObject({ refused: 0, failed: 0 })
    expect(result.accepted).toBeGreaterThan(100)
  })

  it('tells a failure from a bid', async () => {
    const result = await programs.load({ ...job, url: bareRoute.url, targets: [{ path: '/nowhere', firstAmount: 1 }] })
    expect(result).toMatchObject({ accepted: 0, versions: [0] })
    expect(result.failed).toBeGreaterThan(0)
  })

  it('fails when nobody listens', async () => {
    await expect(
      programs.load({ ...job, url: 'http://127.0.0.1:1', targets: [{ path: '/', firstAmount: 1 }] }),
    ).rejects.toThrow('ECONNREFUSED')
  })
})
