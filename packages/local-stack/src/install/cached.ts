import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Lock, tryLock } from '../system/lock.ts'
import { run } from '../system/run.ts'
import { until } from '../system/until.ts'

const partialPrefix = '.partial-'
const waitLimitMs = 1_200_000

/**
 * The folder `name` in the cache, filled once: it appears whole or not at all, and one process fills at a time (Maven's
 * own repository does not bear more).
 * @param options.proof an entry that must be there after filling
 * @throws Error when filling fails or brings no such entry; the cache is then as before
 */
export async function cached(
  cacheDirectory: string,
  name: string,
  options: { signal: AbortSignal; proof?: RegExp; fill: (directory: string) => Promise<void> },
): Promise<string> {
  const directory = join(cacheDirectory, name)
  if (existsSync(directory)) return directory
  const lock = await cacheLock(cacheDirectory, options.signal)
  try {
    if (existsSync(directory)) return directory
    for (const entry of readdirSync(cacheDirectory)) {
      if (entry.startsWith(partialPrefix)) rmSync(join(cacheDirectory, entry), { recursive: true, force: true })
    }
    // Named anew each time: a Maven whose supervisor was killed may still be writing into the last one.
    const partial = join(cacheDirectory, `${partialPrefix}${name}-${randomUUID()}`)
    mkdirSync(partial)
    await options.fill(partial)
    const { proof } = options
    if (proof && !readdirSync(partial).some((entry) => proof.test(entry))) {
      throw new Error(`nothing like ${proof} was found in the download of ${name}`)
    }
    // Whatever umask it was unpacked with: another account may have to run it.
    await run('chmod', ['-R', 'a+rX', partial], { limitMs: 60_000 })
    renameSync(partial, directory)
    return directory
  } finally {
    lock.release()
  }
}

function cacheLock(cacheDirectory: string, signal: AbortSignal): Promise<Lock> {
  return until(
    async () => {
      const lock = tryLock(join(cacheDirectory, 'lock'))
      if (!lock) throw new Error('another process is filling it')
      return lock
    },
    { what: `The cache ${cacheDirectory} could not be filled`, limitMs: waitLimitMs, everyMs: 200, signal },
  )
}
