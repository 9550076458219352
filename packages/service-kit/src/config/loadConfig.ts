import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs, parseEnv } from 'node:util'
import { z } from 'zod'
import { ConfigError } from './configError.ts'
import { developmentSecrets } from './developmentSecrets.ts'

const environments = z.enum(['dev', 'test', 'prod'])

function chosenEnvironment(argv: readonly string[], environment: NodeJS.ProcessEnv): z.output<typeof environments> {
  // Not strict: a service may have flags of its own.
  const { values } = parseArgs({ args: [...argv], options: { env: { type: 'string' } }, strict: false })
  const source = values.env === undefined ? 'GAVEL_ENV' : '--env'
  const chosen = environments.safeParse(values.env ?? environment.GAVEL_ENV ?? 'dev')
  if (!chosen.success) throw new ConfigError([`${source}: must be dev, test or prod`])
  return chosen.data
}

function variablesIn(directory: string, file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(join(directory, file), 'utf8'))
  } catch (cause) {
    throw new ConfigError([
      `${file}: can not be read in ${directory} (${cause instanceof Error ? cause.message : cause})`,
    ])
  }
}

function problemOf(issue: z.core.$ZodIssue, file: string, known: Record<string, unknown>): string {
  const name = String(issue.path[0] ?? 'configuration')
  if (issue.path.length === 1 && known[name] === undefined)
    return `${name}: is missing (set it in ${file} or in the environment)`
  return `${name}: ${issue.message}`
}

/**
 * The configuration of a service, from `.env.<environment>` in `directory`; variables of the process win over the file.
 * The environment is dev, test or prod: `--env` on the command line, else GAVEL_ENV, else dev; a schema that declares
 * GAVEL_ENV is given the choice. A name in the file that the schema does not know is taken for a typing error; production
 * refuses the secrets of development.
 * @throws ConfigError with every problem; values are never part of it, since any of them may be a secret.
 */
export function loadConfig<S extends z.ZodObject>(
  schema: S,
  options: { directory: string; argv?: readonly string[]; environment?: NodeJS.ProcessEnv },
): z.output<S> {
  const environment = options.environment ?? process.env
  const chosen = chosenEnvironment(options.argv ?? process.argv.slice(2), environment)
  const file = `.env.${chosen}`
  const fromFile = variablesIn(options.directory, file)

  const names = Object.keys(schema.shape)
  const unknown = Object.keys(fromFile)
    .filter((name) => !names.includes(name))
    .map((name) => `${name}: is in ${file}, but this service knows no such variable`)
  const values: Record<string, unknown> = {}
  for (const name of names) {
    const value = name === 'GAVEL_ENV' ? chosen : (environment[name] ?? fromFile[name])
    if (value !== undefined) values[name] = value
  }

  const parsed = schema.safeParse(values)
  const invalid = parsed.error?.issues.map((issue) => problemOf(issue, file, values)) ?? []
  // An image may have been made without the file.
  const ofDevelopment = existsSync(join(options.directory, '.env.dev'))
    ? variablesIn(options.directory, '.env.dev')
    : {}
  const known = chosen === 'prod' ? developmentSecrets(schema, values, ofDevelopment, environment.PGPASSWORD) : []
  if (!parsed.success || unknown.length + known.length > 0)
    throw new ConfigError([...unknown, ...new Set(invalid), ...known])
  return parsed.data
}
