import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { isAlive, until } from './until.ts'

describe('a launcher that is killed', () => {
  it('takes its services along', async () => {
    const program = resolve(import.meta.dirname, 'programs/launcher.ts')
    const launcher = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = await once(launcher.stdout, 'data')
    const service = Number(String(line))
    expect(isAlive(service)).toBe(true)
    launcher.kill('SIGKILL')
    await until('the service is gone', () => expect(isAlive(service)).toBe(false))
  })
})
