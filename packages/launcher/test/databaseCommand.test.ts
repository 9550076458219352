import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { createScope, type Scope } from '@gavel/local-stack'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

const program = resolve(import.meta.dirname, '../src/db.ts')
const execute = promisify(execFile)

describe('the db commands with --env prod, on the DATABASE_URL of the environment', () => {
  let scope: Scope
  beforeAll(async () => {
    scope = await createScope()
  })
  afterAll(() => scope.drop())

  async function db(...args: readonly string[]): Promise<readonly string[]> {
    const env = { ...process.env, DATABASE_URL: scope.databaseUrl('scheduler') }
    const all = [program, ...args, '--env', 'prod', '--app', 'scheduler']
    const { stdout } = await execute(process.execPath, all, { env })
    return stdout.trim().split('\n')
  }

  it('apply what is new, once, and take it back one by one', async () => {
    const count = (await db('status')).length
    const each = (pattern: RegExp) => Array.from({ length: count }, () => expect.stringMatching(pattern))
    expect(await db('status')).toEqual(each(/^scheduler: \d{14}_\w+ {2}not applied$/))
    expect(await db('migrate')).toEqual(each(/^scheduler: applied \d{14}_\w+$/))
    expect(await db('migrate')).toEqual(['scheduler: nothing new'])
    expect(await db('status')).toEqual(each(/^scheduler: \d{14}_\w+ {2}applied \d{4}-\d\d-\d\dT/))
    for (let taken = 0; taken < count; taken += 1) {
      expect(await db('revert')).toEqual([expect.stringMatching(/^scheduler: took back \d{14}_/)])
    }
    expect(await db('revert')).toEqual(['scheduler: nothing to take back'])
  })

  it('fail with the reason alone when the database is not named', async () => {
    const { DATABASE_URL: _, ...env } = process.env
    const failing = execute(process.execPath, [program, 'migrate', '--env', 'prod', '--app', 'scheduler'], { env })
    await expect(failing).rejects.toMatchObject({
      code: 1,
      stderr: 'DATABASE_URL is missing: --env prod has no database of its own\n',
    })
  })
})
