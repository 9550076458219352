import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { readSettings, settingsEnvironment } from '@gavel/local-stack'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { follow } from '../src/follow.ts'

const run = promisify(execFile)
const repository = resolve(import.meta.dirname, '../../..')
const testing = 'npx pnpm test '

/** What a reader of the repository would have: its files as they are now, and nothing that was made of them. */
async function copyTo(copy: string): Promise<void> {
  const listing = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
    maxBuffer: 16e6,
  })
  for (const file of listing.stdout.split('\0').filter((name) => name !== '')) {
    const copying = cp(join(repository, file), join(copy, file), {
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
    })
    // Deleted, and not yet committed.
    await copying.catch((error) => expect(error).toMatchObject({ code: 'ENOENT' }))
  }
}

describe('the documents that say how to add something', () => {
  let copy: string
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'gavel-guides-'))
    await copyTo(copy)
  }, 60_000)
  afterAll(() => rm(copy, { recursive: true, force: true }), 60_000)

  async function shell(script: string): Promise<void> {
    // The stack of real servers is the one that runs already. Not CI: the reader's lockfile follows what he adds.
    const { CI: _, ...environment } = process.env
    // What turbo has made of the same files before need not be made again.
    const made = { TURBO_CACHE_DIR: join(repository, '.turbo/cache'), npm_config_yes: 'true' }
    const env = { ...environment, ...settingsEnvironment(readSettings()), ...made }
    await run('sh', ['-ec', script], { cwd: copy, env, timeout: 240_000, maxBuffer: 64e6 }).catch((error) => {
      throw new Error(`${script}\n${error.stdout}\n${error.stderr}`)
    })
  }

  it('say what is true: followed to the letter, all of it is green', async () => {
    const guides = (await readdir(join(copy, 'docs'))).filter((name) => name.startsWith('how-to-add-')).toSorted()
    const scripts: string[] = []
    for (const guide of guides) scripts.push(...(await follow(copy, join('docs', guide))))
    expect(scripts.length).toBeGreaterThan(guides.length)

    const lines = [...new Set(scripts.flatMap((script) => script.split('\n')))]
    const filters = lines.filter((line) => line.startsWith(testing)).map((line) => line.slice(testing.length))
    // Each guide's commands, but what several want is done once, when all is written: they do not get in each other's way.
    for (const line of lines) if (!line.startsWith(testing)) await shell(line)
    await shell(`${testing}${filters.join(' ')}`)
  }, 300_000)
})
