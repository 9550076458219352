import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type MigratedApp, migratedApps } from './target.ts'

export const usage = `pnpm db:migrate [--app <app>] [--env dev|test|prod]     applies what is new
pnpm db:status  [--app <app>] [--env dev|test|prod]     lists what is applied
pnpm db:revert   --app <app>  [--env dev|test|prod]     takes the newest one back by its down.sql
pnpm db:new      --app <app>   --name <lower_case>      makes the files of the next one

<app> is ${migratedApps.map(({ app }) => app).join(', ')}. In dev the local stack is used, started when needed; in test and prod
the database is the one in DATABASE_URL, and --app must be given.`

export type DatabaseCommand =
  | { verb: 'new'; app: MigratedApp; name: string }
  | { verb: 'migrate' | 'status' | 'revert'; apps: readonly MigratedApp[]; environment: Environment }

export type Environment = 'dev' | 'test' | 'prod'

const options = { app: { type: 'string' }, name: { type: 'string' }, env: { type: 'string' } } as const

const input = z.object({
  verb: z.enum(['migrate', 'status', 'revert', 'new'], 'say migrate, status, revert or new'),
  app: z
    .enum(
      migratedApps.map(({ app }) => app),
      'keeps no database, or is no app',
    )
    .optional(),
  name: z.string().optional(),
  env: z.enum(['dev', 'test', 'prod'], 'must be dev, test or prod').default('dev'),
})

/** @throws Error that says what is wrong and how it is used. */
export function readDatabaseCommand(argv: readonly string[]): DatabaseCommand {
  const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true })
  if (positionals.length > 1) throw wrong(`not understood: ${positionals.slice(1).join(' ')}`)
  const parsed = input.safeParse({ verb: positionals[0], ...values })
  if (!parsed.success) {
    throw wrong(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'))
  }
  const { verb, name, env } = parsed.data
  const app = migratedApps.find((known) => known.app === parsed.data.app)
  if (verb === 'new') {
    if (app === undefined || name === undefined) throw wrong('--app and --name are needed')
    return { verb, app, name }
  }
  if (name !== undefined) throw wrong(`--name means nothing to ${verb}`)
  // Taking back is said app by app, and one DATABASE_URL is one app's.
  if (app === undefined && (verb === 'revert' || env !== 'dev')) throw wrong('--app is needed')
  return { verb, apps: app === undefined ? migratedApps : [app], environment: env }
}

const wrong = (reason: string): Error => new Error(`${reason}\n\n${usage}`)
