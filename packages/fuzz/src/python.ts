import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { fuzzDirectory } from './directory.ts'

const execute = promisify(execFile)
const requirements = resolve(import.meta.dirname, '../python/requirements.txt')
const installLimitMs = 10 * 60_000
const oldEnough = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'

/**
 * The directory of programs of an environment that has what requirements.txt names, made at the first use.
 * @throws Error that says what to install when there is no Python for it
 */
export async function pythonPrograms(signal: AbortSignal): Promise<string> {
  const pinned = await readFile(requirements)
  const name = `python-${createHash('sha256').update(pinned).digest('hex').slice(0, 12)}`
  const environment = join(fuzzDirectory, name)
  const programs = join(environment, 'bin')
  const ready = join(environment, 'installed')
  if (existsSync(ready)) return programs
  console.error('installing schemathesis from PyPI, once')
  const options = { timeout: installLimitMs, signal }
  await rm(environment, { recursive: true, force: true })
  await execute(await findPython(process.env.PYTHON), ['-m', 'venv', environment], options)
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary=:all:']
  await execute(join(programs, 'python'), [...pip, '-r', requirements], options)
  // The last step, so that half an environment is never taken for a whole one.
  await writeFile(ready, '')
  return programs
}

/** `named`, or whatever python3 is on PATH. @throws Error that says what to install */
export async function findPython(named?: string): Promise<string> {
  for (const python of named === undefined ? ['python3', 'python'] : [named]) {
    const isOldEnough = await execute(python, ['-c', oldEnough]).then(
      () => true,
      () => false,
    )
    if (isOldEnough) return python
  }
  throw new Error(
    `${named ?? 'python3'} is not there, is older than 3.10, or has no venv (Debian: apt install python3-venv). ` +
      'Install Python 3.10 or newer, or name it by PYTHON.',
  )
}
