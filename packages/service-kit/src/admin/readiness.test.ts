import { describe, expect, it } from '@jest/globals'
import { createReadiness } from './readiness.ts'

const never = new Promise<void>(() => {})

describe('createReadiness', () => {
  it('is ready when every check passes, and says why when one does not', async () => {
    const readiness = createReadiness()
    readiness.started()
    expect(await readiness.check()).toEqual({ ready: true, status: 'ready', checks: {} })
    readiness.add('postgres', async () => {})
    readiness.add('kafka', () => Promise.reject(new Error('no broker')))
    expect(await readiness.check()).toEqual({
      ready: false,
      status: 'not_ready',
      checks: { postgres: 'ok', kafka: 'no broker' },
    })
  })

  it('bounds a check that hangs, and does not start it again beside itself', async () => {
    const readiness = createReadiness()
    readiness.started()
    let started = 0
    readiness.add('stuck', () => {
      started += 1
      return never
    })
    expect((await readiness.check()).checks).toEqual({ stuck: 'no answer within 1000 ms' })
    // Another check empties the cache: what follows is a run of its own.
    readiness.add('other', async () => {})
    expect((await readiness.check()).checks).toEqual({ stuck: 'no answer within 1000 ms', other: 'ok' })
    expect(started).toBe(1)
  })

  it('runs the checks once for many who ask at the same time', async () => {
    const readiness = createReadiness()
    readiness.started()
    let runs = 0
    readiness.add('counted', async () => {
      runs += 1
    })
    await Promise.all(Array.from({ length: 100 }, () => readiness.check()))
    await readiness.check()
    expect(runs).toBe(1)
  })

  it('says no from the moment of draining, cached or not', async () => {
    const readiness = createReadiness()
    readiness.started()
    readiness.add('postgres', async () => {})
    expect((await readiness.check()).ready).toBe(true)
    readiness.drain()
    expect(await readiness.check()).toEqual({ ready: false, status: 'stopping', checks: { postgres: 'ok' } })
  })

  it('refuses two checks of one name', () => {
    const readiness = createReadiness()
    readiness.started()
    readiness.add('kafka', async () => {})
    expect(() => readiness.add('kafka', async () => {})).toThrow(/already/)
  })

  it('is not there before the service has started, whatever the checks say, nor after it stops', async () => {
    const readiness = createReadiness()
    readiness.add('postgres', async () => {})
    expect(await readiness.check()).toEqual({ ready: false, status: 'starting', checks: { postgres: 'ok' } })
    readiness.drain()
    readiness.started()
    expect((await readiness.check()).status).toBe('stopping')
  })

  it('stays while what is only observed is away, and says so', async () => {
    const readiness = createReadiness()
    readiness.started()
    readiness.add('postgres', async () => {})
    readiness.observe('kafka', () => Promise.reject(new Error('no broker')))
    const checks = { postgres: 'ok', kafka: 'no broker' }
    expect(await readiness.check()).toEqual({ ready: true, status: 'degraded', checks })
    readiness.add('ticker', () => Promise.reject(new Error('stopped')))
    expect((await readiness.check()).status).toBe('not_ready')
  })
})
