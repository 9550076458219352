import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'

const fixture = join(import.meta.dirname, 'fixtures/service.ts')
let child: ChildProcess | undefined
afterEach(() => void child?.kill('SIGKILL'))

type Service = { said(text: string): Promise<void>; kill(signal: NodeJS.Signals): void; ended: Promise<Ended> }
type Ended = { code: unknown; output: string }

function start(behaviour: string): Service {
  const started = spawn(process.execPath, [fixture, behaviour], { stdio: ['ignore', 'pipe', 'pipe'] })
  child = started
  let output = ''
  const waiting: (() => void)[] = []
  for (const stream of [started.stdout, started.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      for (const look of waiting) look()
    })
  return {
    said: (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (output.includes(text)) resolve()
        }
        waiting.push(look)
        look()
      }),
    kill: (signal) => void started.kill(signal),
    ended: once(started, 'close').then(([code]) => ({ code, output })),
  }
}

describe('a service', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('stops in reverse order on %s and exits with 0', async (signal) => {
    const service = start('well')
    await service.said('started')
    service.kill(signal)
    const { code, output } = await service.ended
    expect(code).toBe(0)
    expect(output).toMatch(/"stopping".*http ended.*database ended.*"stopped"/s)
  })

  it('leaves a step behind that hangs, stops the others, and exits with 1', async () => {
    const service = start('stuck')
    await service.said('started')
    service.kill('SIGTERM')
    const { code, output } = await service.ended
    expect(code).toBe(1)
    expect(output).toMatch(/http ended.*"step":"stuck".*database ended/s)
  })

  it('exits at once on a second signal', async () => {
    const service = start('stuck')
    await service.said('started')
    service.kill('SIGTERM')
    await service.said('http ended')
    service.kill('SIGTERM')
    const { code, output } = await service.ended
    expect(code).toBe(1)
    expect(output).not.toContain('database ended')
  })

  it.each(['rejection', 'exception'])('stops on an uncaught %s and exits with 1', async (behaviour) => {
    const { code, output } = await start(behaviour).ended
    expect(code).toBe(1)
    expect(output).toMatch(/nobody caught this.*database ended/s)
  })

  it('says why it can not start', async () => {
    const broken = await start('broken').ended
    expect(broken).toMatchObject({
      code: 1,
      output: expect.stringContaining('fixture could not start. Error: no data'),
    })
    const misconfigured = await start('config').ended
    expect(misconfigured.code).toBe(1)
    expect(misconfigured.output).toMatch(
      /^fixture could not start\. The configuration can not be used:\n {2}\.env\.dev: /,
    )
    expect(misconfigured.output).not.toContain('at ')
  })
})
