import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { settingsEnvironment } from '../src/settings/settings.ts'
import { type OwnStack, ownStack } from './ownStack.ts'

function cli(stack: OwnStack, ...args: string[]) {
  const env = { ...process.env, ...settingsEnvironment(stack.settings), NODE_OPTIONS: '' }
  const path = resolve(import.meta.dirname, '../src/cli.ts')
  return spawnSync(process.execPath, [path, ...args], { env, encoding: 'utf8', timeout: 25_000 })
}

describe('stack reset and down', () => {
  it('reset deletes nothing while somebody holds a lease, and all data afterwards', async () => {
    const stack = await ownStack()
    const data = join(stack.settings.home, 'data', 'redis')
    const holder = await stack.hold(['redis'])
    const refused = cli(stack, 'reset')
    expect(refused.status).toBe(1)
    expect(refused.stderr).toMatch(new RegExp(`nothing was deleted[\\s\\S]*${holder.pid} .*holder\\.ts redis`))
    expect(existsSync(data)).toBe(true)

    holder.kill('SIGKILL')
    await holder.ended
    const done = cli(stack, 'reset')
    expect(done.stderr).toBe('')
    expect(done.status).toBe(0)
    expect(existsSync(data)).toBe(false)
  })

  it('down leaves a stack to its last user, kept or not', async () => {
    const stack = await ownStack()
    const lease = await stack.lease(['redis'])
    await lease.keep()
    const processes = await stack.processes()
    await lease.release()
    const other = await stack.lease(['redis'])
    expect(cli(stack, 'down').stdout).toContain('stops when the last of these ends')
    expect(await stack.processes()).toEqual(processes)
    await other.release()
    await stack.allGone(processes)
  })
})
