import { type Reaper, startReaper } from '@gavel/local-stack'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { whyNotReady } from '../src/readiness.ts'
import type { ServiceProcess } from '../src/serviceProcess.ts'
import { smallService } from './smallService.ts'
import { isAlive, until } from './until.ts'

describe('a service as a process', () => {
  let reaper: Reaper
  let service: ServiceProcess | undefined
  beforeEach(() => {
    reaper = startReaper()
  })
  afterEach(async () => {
    await service?.stop()
    reaper.close()
  })

  it('has started when it is ready, and is gone when it has stopped', async () => {
    service = await smallService({ reaper })
    await service.start()
    const pid = service.pid()
    expect(isAlive(pid)).toBe(true)
    expect(await whyNotReady(service.adminUrl)).toBeUndefined()
    await service.stop()
    expect(service.pid()).toBeUndefined()
    expect(isAlive(pid)).toBe(false)
  })

  it('that ends while starting says so at once, with the end of its log', async () => {
    service = await smallService({ reaper, manners: 'dies' })
    await expect(service.start()).rejects.toThrow(
      'projector ended with exit code 1 while starting:\nstarting\nDATABASE_URL: is missing',
    )
  })

  it('that is never ready is given up, with its own reason, and not left running', async () => {
    service = await smallService({ reaper, manners: 'never-ready', readyLimitMs: 1_500 })
    await expect(service.start()).rejects.toThrow('projector is not ready after 1.5 s (no database)')
    expect(service.pid()).toBeUndefined()
  })

  it('is killed, stays away, and starts again on the same ports', async () => {
    const notices: string[] = []
    service = await smallService({ reaper, restart: true, onNotice: (line) => void notices.push(line) })
    await service.start()
    const before = service.pid()
    await service.kill('SIGKILL')
    expect(isAlive(before)).toBe(false)
    await service.start()
    expect(service.pid()).not.toBe(before)
    expect(notices).toEqual([])
  })

  it('is started again when it dies by itself, and a line says so', async () => {
    const notices: string[] = []
    service = await smallService({ reaper, restart: true, onNotice: (line) => void notices.push(line) })
    await service.start()
    const { adminUrl } = service
    const before = service.pid()
    if (before !== undefined) process.kill(before, 'SIGKILL')
    await until('the new process is ready', async () => {
      expect(service?.pid()).toBeDefined()
      expect(service?.pid()).not.toBe(before)
      expect(await whyNotReady(adminUrl)).toBeUndefined()
    })
    expect(notices[0]).toBe('projector was ended by SIGKILL')
    expect(notices[1]).toMatch(/^projector is started again in \d+ ms$/)
  })

  it('that is stopped while it is being started again stays away, also when it gets ready meanwhile', async () => {
    const notices: string[] = []
    const onNotice = (line: string) => void notices.push(line)
    service = await smallService({ reaper, manners: 'deaf', restart: true, stopLimitMs: 2_000, onNotice })
    await service.start()
    const before = service.pid()
    if (before !== undefined) process.kill(before, 'SIGKILL')
    const { adminUrl } = service
    await until('a new process is ready, which its starter may not know yet', async () => {
      expect(service?.pid()).not.toBe(before)
      expect(await whyNotReady(adminUrl)).toBeUndefined()
    })
    await service.stop()
    expect(notices.filter((notice) => notice.includes('is started again'))).toHaveLength(1)
    expect(service.pid()).toBeUndefined()
  })

  it('that is deaf to SIGTERM is killed', async () => {
    const notices: string[] = []
    service = await smallService({
      reaper,
      manners: 'deaf',
      stopLimitMs: 500,
      onNotice: (line) => void notices.push(line),
    })
    await service.start()
    const pid = service.pid()
    await service.stop()
    expect(isAlive(pid)).toBe(false)
    expect(notices).toEqual(['projector did not stop within 0.5 s and is killed'])
  })
})
