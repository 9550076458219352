import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { tryHomeLock } from '@gavel/local-stack'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

describe('a second `pnpm start` in one clone', () => {
  const usualHome = process.env.GAVEL_HOME
  let home = ''
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'gavel-start-'))
    process.env.GAVEL_HOME = home
  })
  afterEach(() => {
    if (usualHome === undefined) delete process.env.GAVEL_HOME
    else process.env.GAVEL_HOME = usualHome
    rmSync(home, { recursive: true })
  })

  it('says that one runs, and ends without having started anything', () => {
    const first = tryHomeLock('start')
    const second = spawnSync(process.execPath, [resolve(import.meta.dirname, '../src/start.ts')], {
      env: { ...process.env, GAVEL_HOME: home, NODE_OPTIONS: '' },
      encoding: 'utf8',
      timeout: 25_000,
    })
    first?.release()
    expect(second.stderr).toContain('`pnpm start` runs already in this clone')
    expect(second.status).toBe(1)
    expect(second.stdout).toBe('')
    expect(readdirSync(home).filter((name) => !name.startsWith('start.lock'))).toEqual([])
  })
})
