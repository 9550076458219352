import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { Redis } from 'ioredis'
import { dialSupervisor } from '../src/client/dial.ts'
import { withClient } from '../src/scope/client.ts'
import { readState } from '../src/supervisor/state.ts'
import { processIdentity, sendSignal } from '../src/system/processes.ts'
import { until } from '../src/system/until.ts'
import { ownStack } from './ownStack.ts'

async function withRedis<T>(address: string | undefined, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(address ?? 'none', { retryStrategy: () => null })
  redis.on('error', () => {})
  try {
    return await work(redis)
  } finally {
    redis.disconnect()
  }
}

describe('the life of a stack', () => {
  it('gives servers that answer, and leaves no process behind the last lease', async () => {
    const stack = await ownStack()
    const lease = await stack.lease(['postgres', 'redis'])
    const answer = await withClient(lease.addresses.postgres ?? '', (client) => client.query('select 1 as one'))
    expect(answer.rows).toEqual([{ one: 1 }])
    expect(await withRedis(lease.addresses.redis, (redis) => redis.ping())).toBe('PONG')

    const processes = await stack.processes()
    expect(processes.length).toBeGreaterThan(5)
    await lease.release()
    await stack.allGone(processes)
  })

  it('keeps what PostgreSQL and Redis were given for the next start', async () => {
    const stack = await ownStack()
    const first = await stack.lease(['postgres', 'redis'])
    await withClient(first.addresses.postgres ?? '', (client) =>
      client.query('create table kept as select 7 as number'),
    )
    await withRedis(first.addresses.redis, (redis) => redis.set('kept', 'seven'))
    const processes = await stack.processes()
    await first.release()
    await stack.allGone(processes)

    const second = await stack.lease(['postgres', 'redis'])
    expect(second.addresses).toEqual(first.addresses)
    const kept = await withClient(second.addresses.postgres ?? '', (client) => client.query('select number from kept'))
    expect(kept.rows).toEqual([{ number: 7 }])
    expect(await withRedis(second.addresses.redis, (redis) => redis.get('kept'))).toBe('seven')
  })

  it('makes what PostgreSQL acknowledges durable, as in production', async () => {
    const stack = await ownStack()
    const { addresses } = await stack.lease(['postgres'])
    const found = await withClient(addresses.postgres ?? '', (client) =>
      client.query(`select name, setting from pg_settings
        where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses') order by name`),
    )
    expect(Object.fromEntries(found.rows.map((row) => [row.name, row.setting]))).toEqual({
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '127.0.0.1',
      synchronous_commit: 'on',
    })
  })

  it('takes another port when the usual one is taken, and keeps it while it is', async () => {
    const squatter = createServer()
    const taken = await new Promise<number>((resolve, reject) =>
      squatter.listen(0, '127.0.0.1', () => {
        const address = squatter.address()
        if (typeof address === 'object' && address) resolve(address.port)
        else reject(new Error('no port'))
      }),
    )
    try {
      const stack = await ownStack({ redis: taken })
      const first = await stack.lease(['redis'])
      expect(first.addresses.redis).not.toContain(String(taken))
      const processes = await stack.processes()
      await first.release()
      await stack.allGone(processes)
      expect((await stack.lease(['redis'])).addresses).toEqual(first.addresses)
    } finally {
      squatter.close()
    }
  })

  it('is shared: five that come at once get one supervisor, and it outlives all but the last', async () => {
    const stack = await ownStack()
    const holders = await Promise.all([1, 2, 3, 4, 5].map(() => stack.hold(['redis'])))
    expect(new Set(holders.map((holder) => holder.addresses)).size).toBe(1)
    const processes = await stack.processes()
    const supervisor = await stack.supervisorPid()
    for (const holder of holders.slice(1)) {
      holder.kill('SIGKILL')
      await holder.ended
    }
    const late = await stack.lease(['redis'])
    expect(await stack.supervisorPid()).toBe(supervisor)
    await late.release()
    holders[0]?.kill('SIGKILL')
    await stack.allGone(processes)
  })

  it('serves whoever comes while it is stopping', async () => {
    const stack = await ownStack()
    const first = await stack.lease(['postgres'])
    const supervisor = await stack.supervisorPid()
    await first.release()
    sendSignal(supervisor, 'SIGTERM')
    const hangsUp = async () => expect(await dialSupervisor(stack.settings)).toBeUndefined()
    await until(hangsUp, { what: 'It did not begin to stop', limitMs: 10_000, everyMs: 2 })
    const second = await stack.lease(['postgres'])
    expect(await stack.supervisorPid()).not.toBe(supervisor)
    expect(second.addresses).toEqual(first.addresses)
  })
})

describe('when something dies', () => {
  it('no server outlives a supervisor that was killed', async () => {
    const stack = await ownStack()
    await stack.lease(['postgres', 'redis'])
    const processes = await stack.processes()
    sendSignal(await stack.supervisorPid(), 'SIGKILL')
    await stack.allGone(processes)
  })

  it('its holders are told that they have lost the stack; one who has released it is not', async () => {
    const stack = await ownStack()
    const lines: string[] = []
    const lease = await stack.lease(['redis'], { onProgress: (line) => lines.push(line) })
    const released = await stack.lease(['redis'])
    await released.release()
    sendSignal(await stack.supervisorPid(), 'SIGKILL')
    await until(async () => expect(lease.lost.aborted).toBe(true), { what: 'The loss was not told', limitMs: 10_000 })
    expect(String(lease.lost.reason)).toBe('Error: the stack was stopped while it was in use')
    expect(lines.at(-1)).toBe('the stack was stopped while it was in use')
    expect(released.lost.aborted).toBe(false)
  })

  it('the next start ends what was left when the reaper was killed with the supervisor', async () => {
    const stack = await ownStack()
    const first = await stack.lease(['postgres', 'redis'])
    const processes = await stack.processes()
    const supervisor = await stack.supervisorPid()
    sendSignal(await stack.reaperPid(), 'SIGKILL')
    sendSignal(supervisor, 'SIGKILL')
    await stack.allGone([supervisor])
    const left = Object.values(readState(stack.settings)?.servers ?? {}).map((server) => processIdentity(server.pid))
    expect(left).toEqual([expect.any(String), expect.any(String)])

    const second = await stack.lease(['postgres', 'redis'])
    await stack.allGone(processes)
    expect(second.addresses).toEqual(first.addresses)
  })

  it('the holder is told of a server that ends by itself, with the end of its log, and the next lease starts it', async () => {
    const stack = await ownStack()
    const lines: string[] = []
    const lease = await stack.lease(['postgres', 'redis'], { onProgress: (line) => lines.push(line) })
    await withClient(lease.addresses.postgres ?? '', (client) =>
      client.query(`do $$ begin raise log 'the last words of this server'; end $$`),
    )
    const pid = readState(stack.settings)?.servers.postgres?.pid ?? 0
    sendSignal(pid, 'SIGINT')
    await until(
      async () => expect(lines.join('\n')).toMatch(/postgres ended with code 0[\s\S]*the last words of this server/),
      { what: 'The end of PostgreSQL was not told', limitMs: 10_000 },
    )
    const again = await stack.lease(['postgres'])
    expect(again.addresses.postgres).toBe(lease.addresses.postgres)
  })

  it('a lease that cannot be had says why, with the end of the log', async () => {
    const stack = await ownStack()
    const first = await stack.lease(['redis'])
    const processes = await stack.processes()
    await first.release()
    await stack.allGone(processes)
    writeFileSync(join(stack.settings.home, 'data', 'redis', 'appendonly.aof'), 'these are no commands\n')
    await expect(stack.lease(['redis'])).rejects.toThrow(/redis: ended with code 1\. The end of [\s\S]*Bad file format/)
  })

  it('an aborted wait leaves nothing', async () => {
    const stack = await ownStack()
    const abort = new AbortController()
    const onProgress = () => abort.abort(new Error('enough'))
    await expect(stack.lease(['postgres', 'redis'], { onProgress, signal: abort.signal })).rejects.toThrow('enough')
    const processes = await stack.processes().catch(() => [])
    await stack.allGone(processes)
  })
})
