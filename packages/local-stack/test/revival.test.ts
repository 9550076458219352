import { spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { probeRedis, redisClient } from '../src/probes/redis.ts'
import { settingsEnvironment } from '../src/settings/settings.ts'
import { readState } from '../src/supervisor/state.ts'
import { freePort } from '../src/system/ports.ts'
import { sendSignal } from '../src/system/processes.ts'
import { until } from '../src/system/until.ts'
import { type OwnStack, ownStack } from './ownStack.ts'

const killRedis = (stack: OwnStack): number => {
  const pid = readState(stack.settings)?.servers.redis?.pid
  if (!pid) throw new Error('no Redis')
  sendSignal(pid, 'SIGKILL')
  return pid
}

const answersAnew = (address: string, before: number) =>
  until(async () => expect(await probeRedis(address)).not.toBe(String(before)), {
    what: 'It did not come back',
    limitMs: 20_000,
  })

describe('a server that is killed while it is leased', () => {
  it('comes back with its data at the same address, also when that is not the usual one', async () => {
    const squatter = createServer()
    const usual = await freePort([])
    await new Promise<void>((done) => squatter.listen(usual, '127.0.0.1', done))
    const stack = await ownStack({ redis: usual })
    const lines: string[] = []
    const lease = await stack.lease(['redis'], { onProgress: (line) => lines.push(line) })
    const address = lease.addresses.redis ?? ''
    expect(address).not.toContain(String(usual))
    await new Promise((done) => squatter.close(done))

    const redis = redisClient(address)
    await redis.set('kept', 'seven')
    await redis.config('SET', 'appendfsync', 'always')
    await redis.set('last', 'eight')
    redis.disconnect()
    await answersAnew(address, killRedis(stack))
    const again = redisClient(address)
    expect(await again.mget('kept', 'last')).toEqual(['seven', 'eight'])
    again.disconnect()
    expect(lines.join('\n')).toMatch(/redis ended with SIGKILL[\s\S]*redis is started again in \d+ ms \(1 of 5\)/)
    expect(lease.lost.aborted).toBe(false)
    expect((await stack.lease(['redis'])).addresses).toEqual(lease.addresses)
  })

  it('is not waited for at its address when a stranger of its kind came up there: the lease is lost', async () => {
    const stack = await ownStack()
    const lines: string[] = []
    const lease = await stack.lease(['redis'], { onProgress: (line) => lines.push(line) })
    const port = Number(new URL(lease.addresses.redis ?? '').port)
    const neighbour = await ownStack({ redis: port })
    await neighbour.lease(['postgres'])
    killRedis(stack)
    // Keeps the port until the delay is long enough for the neighbour to come first.
    const squatter = createServer((socket) => void socket.destroy())
    const listen = () =>
      new Promise<void>((done, reject) => squatter.once('error', reject).listen(port, '127.0.0.1', done))
    await until(listen, { what: 'The port was not given up', limitMs: 5_000, everyMs: 1 })
    const delayed = async () => expect(lines.join('\n')).toContain('(5 of 5)')
    await until(delayed, { what: 'It does not try', limitMs: 20_000, everyMs: 5 })
    expect(lines.join('\n')).toContain('was taken by another program')
    await new Promise((done) => squatter.close(done))
    expect((await neighbour.lease(['redis'])).addresses).toEqual(lease.addresses)

    await until(async () => expect(lease.lost.aborted).toBe(true), { what: 'It holds on', limitMs: 20_000 })
    expect(String(lease.lost.reason)).toMatch(/redis: port \d+, .* a stranger answers there/)
  })
})

describe('stack up', () => {
  it('brings a dead server of a kept stack back at once, on its port', async () => {
    const stack = await ownStack()
    const lease = await stack.lease(['redis'])
    const address = lease.addresses.redis ?? ''
    await lease.keep()
    await lease.release()
    const before = killRedis(stack)
    const { REDIS_URL: _, ...rest } = process.env
    const cli = (...args: string[]) =>
      spawnSync(process.execPath, [resolve(import.meta.dirname, '../src/cli.ts'), ...args], {
        env: { ...rest, ...settingsEnvironment(stack.settings), NODE_OPTIONS: '' },
        encoding: 'utf8',
        timeout: 25_000,
      })
    try {
      const done = cli('up')
      expect(done.stdout).toMatch(new RegExp(`redis +local +${address} +\\d+ +yes`))
      expect(await probeRedis(address)).not.toBe(String(before))
    } finally {
      cli('down')
    }
  })
})
