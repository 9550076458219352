import { resolve } from 'node:path'
import { UsageError } from '../told.ts'
import type { Program } from './commands.ts'

/** Which of the three, and how to reach a service that runs elsewhere (`GAVEL_AT`). */
export type Place = { environment: 'dev' | 'test' | 'prod'; at: string | undefined }

export type Invocation = { file: string; args: readonly string[]; directory: string }

const root = resolve(import.meta.dirname, '../../../..')
const stack = resolve(root, 'packages/local-stack/src/cli.ts')

/** What is started for a program: on the local stack, with the environment as it is, or through `at`. */
export function invocationOf(
  { service, script }: Program,
  args: readonly string[],
  { environment, at }: Place,
): Invocation {
  const directory = resolve(root, 'apps', service)
  const own = [script, '--env', environment, ...args]
  if (at !== undefined) {
    const [file, ...words] = at.replaceAll('{service}', service).split(/\s+/).filter(Boolean)
    if (file === undefined) throw new UsageError('GAVEL_AT is empty')
    return { file, args: [...words, 'node', ...own], directory: root }
  }
  if (environment !== 'dev') return { file: process.execPath, args: own, directory }
  return {
    file: process.execPath,
    args: [stack, 'exec', '--service', service, '--', process.execPath, ...own],
    directory,
  }
}

/** Takes `--env` out of what was typed. @throws UsageError */
export function placeIn(
  argv: readonly string[],
  variables: NodeJS.ProcessEnv,
): { place: Place; rest: readonly string[] } {
  const rest: string[] = []
  let given = variables.GAVEL_ENV ?? 'dev'
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? ''
    if (word === '--env') {
      index += 1
      given = argv[index] ?? ''
    } else if (word.startsWith('--env=')) given = word.slice('--env='.length)
    else rest.push(word)
  }
  const at = variables.GAVEL_AT
  // Whoever says where the services are means those that run there.
  const environment = at !== undefined && !argv.some((word) => word.startsWith('--env')) ? 'prod' : given
  if (environment !== 'dev' && environment !== 'test' && environment !== 'prod') {
    throw new UsageError('--env is dev, test or prod')
  }
  return { place: { environment, at }, rest }
}
