import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createPrograms, type Programs } from '../src/programs.ts'

describe('the viewers', () => {
  let programs: Programs
  beforeEach(() => {
    programs = createPrograms()
  })
  afterEach(() => programs.close())

  it('see every bid of a bare stream, and when', async () => {
    const bare = await programs.startBareStream()
    const watching = await programs.watch({ url: bare.url, viewers: 50, eventsMax: 100 })
    const sent = await bare.write({ bids: 40, everyMs: 10, uncounted: 10 })
    expect(sent.bids.length).toBe(30)
    const result = await watching.result(sent)
    expect(result).toMatchObject({ viewers: 50, wrong: 0 })
    expect(result.events).toBeGreaterThan(50)
    expect(result.latencyMs.p50).toBeGreaterThan(0)
    expect(result.latencyMs.p99).toBeGreaterThanOrEqual(result.latencyMs.p50)
    await watching.close()
    await bare.stop()
  })

  it('say why they can not watch', async () => {
    const bare = await programs.startBareRoute()
    await expect(programs.watch({ url: `${bare.url}/nowhere`, viewers: 3, eventsMax: 10 })).rejects.toThrow('404')
    await bare.stop()
  })
})
