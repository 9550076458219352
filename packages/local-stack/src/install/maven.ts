import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Say } from '../settings/places.ts'
import { run } from '../system/run.ts'

const pomPath = resolve(import.meta.dirname, '../../pom.xml')
const downloadLimitMs = 900_000
const progressEveryMs = 2_000

/**
 * A version the pom states, such as `kafka`.
 * @throws Error when the pom has no such property
 */
export function pomVersion(program: string): string {
  const version = new RegExp(`<${program}\\.version>([^<]+)<`).exec(readFileSync(pomPath, 'utf8'))?.[1]
  if (!version) throw new Error(`${pomPath} states no ${program}.version`)
  return version
}

export async function hasMaven(): Promise<boolean> {
  return run(mavenCommand, ['--version'], { limitMs: 20_000 }).then(
    () => true,
    () => false,
  )
}

const mavenCommand = 'mvn'

/**
 * Runs a goal of the dependency plugin for one profile of the pom, telling the progress every two seconds.
 * @param goal `copy-dependencies` or `unpack-dependencies`
 */
export async function mavenFetch(
  profile: string,
  goal: string,
  options: { properties: Record<string, string>; directory: string; say: Say; signal: AbortSignal },
): Promise<void> {
  const { directory, say, signal } = options
  const properties = {
    ...options.properties,
    outputDirectory: directory,
    // By default it notes beside the pom what it has unpacked, and would not unpack it again for another folder.
    markersDirectory: join(directory, '.markers'),
  }
  let saidAtMs = 0
  say('downloading with Maven')
  // Not in batch mode: there Maven is silent for the whole length of a large file.
  await run(
    mavenCommand,
    [
      '--file',
      pomPath,
      '--activate-profiles',
      profile,
      `dependency:${goal}`,
      ...Object.entries(properties).map(([key, value]) => `-D${key}=${value}`),
    ],
    {
      limitMs: downloadLimitMs,
      cwd: join(pomPath, '..'),
      signal,
      onLine: (line) => {
        const progress = /Progress \(\d+\): (.*\S)/.exec(line)?.[1]
        if (!progress || performance.now() - saidAtMs < progressEveryMs) return
        saidAtMs = performance.now()
        say(`downloading ${progress}`)
      },
    },
  )
  say('downloaded')
}
