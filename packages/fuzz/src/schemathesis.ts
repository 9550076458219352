import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { startReaper } from '@gavel/local-stack'
import { fuzzDirectory, openapiFile } from './directory.ts'
import type { Known } from './known.ts'
import type { Settings } from './settings.ts'

type Run = {
  programs: string
  webUrl: string
  person: string
  token: string | undefined
  known: Known
  settings: Settings
  signal: AbortSignal
}

const hooks = resolve(import.meta.dirname, '../python/hooks.py')
const config = resolve(import.meta.dirname, '../python/schemathesis.toml')

/** As one person, to its end; it writes to the terminal. Gives its exit code: 0 when nothing was found. */
export async function runSchemathesis(run: Run): Promise<number> {
  const { programs, webUrl, person, token, known, settings, signal } = run
  const directory = join(fuzzDirectory, 'found', person)
  await mkdir(directory, { recursive: true })
  const reaper = startReaper()
  try {
    const child = spawn(
      join(programs, 'schemathesis'),
      [
        ...['--config-file', config],
        'run',
        openapiFile,
        ...['--url', webUrl, '--seed', String(settings.seed), '--max-examples', String(settings.maxExamples)],
        ...(token === undefined ? [] : ['--header', `Authorization: Bearer ${token}`]),
        ...['--report', 'ndjson', '--report-dir', directory],
      ],
      {
        cwd: directory,
        env: {
          ...process.env,
          SCHEMATHESIS_HOOKS: hooks,
          GAVEL_KNOWN: JSON.stringify(known),
          NO_COLOR: '1',
        },
        stdio: ['ignore', 'inherit', 'inherit'],
        // A group of its own: a Ctrl-C reaches this process alone, which stops the services last.
        detached: true,
      },
    )
    if (child.pid !== undefined) reaper.add(child.pid, 'SIGTERM')
    const stop = () => void child.kill('SIGTERM')
    signal.addEventListener('abort', stop)
    const [code] = await once(child, 'close')
    signal.removeEventListener('abort', stop)
    signal.throwIfAborted()
    return Number(code ?? 1)
  } finally {
    reaper.close()
  }
}
