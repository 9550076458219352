import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { howToGetK6, runScript, scripts, usage } from '../src/k6/runScript.ts'

describe('pnpm load', () => {
  let folder: string
  let said: string[]
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gavel-k6-'))
    said = []
  })
  afterEach(() => rm(folder, { recursive: true }))

  const run = (argv: readonly string[], environment: NodeJS.ProcessEnv) =>
    runScript(argv, { environment, say: (line) => said.push(line) })

  /** A program that notes what it was called with, and ends with a code of its own. */
  async function program(name: string, code: number): Promise<string> {
    const path = join(folder, name)
    await writeFile(path, `#!/bin/sh\necho "$VUS $@" > "${folder}/called"\nexit ${code}\n`)
    await chmod(path, 0o755)
    return path
  }

  const called = () => readFile(join(folder, 'called'), 'utf8')

  it('says how to get k6 where it is not installed', async () => {
    expect(await run(['bid'], { PATH: folder })).toBe(1)
    expect(said).toEqual([howToGetK6])
  })

  it('says the same of a K6 that is not there', async () => {
    await program('k6', 0)
    expect(await run(['bid'], { PATH: folder, K6: join(folder, 'other') })).toBe(1)
    expect(said).toEqual([howToGetK6])
  })

  it('says why a K6 that is there does not start', async () => {
    expect(await run(['bid'], { PATH: folder, K6: folder })).toBe(1)
    expect(said).toEqual([expect.stringContaining('EACCES')])
  })

  it('runs the k6 on PATH with the options, the script and the environment, and ends as it does', async () => {
    await program('k6', 99)
    expect(await run(['bid', '--quiet', '--tag', 'a=b'], { PATH: folder, VUS: '7' })).toBe(99)
    expect(await called()).toMatch(/^7 run --quiet --tag a=b \/.+\/packages\/bench\/k6\/bid\.js\n$/)
    expect(said).toEqual([])
  })

  it('runs the program that K6 names', async () => {
    const named = await program('another', 0)
    expect(await run(['journey'], { K6: named, PATH: '' })).toBe(0)
    expect(await called()).toMatch(/journey\.js\n$/)
  })

  it.each([[[]], [['nothing']], [['../lib/load']]])('lists the scripts instead of running %j', async (argv) => {
    await program('k6', 0)
    expect(await run(argv, { PATH: folder })).toBe(1)
    expect(said).toEqual([usage])
    expect(scripts).toEqual(['bid', 'journey', 'list', 'order', 'signUp'])
  })
})
