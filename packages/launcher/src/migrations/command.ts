import { relative } from 'node:path'
import { createPool, migrate, migrationStatus, newMigration, revert } from '@gavel/database'
import { developmentScope, leaseStack } from '@gavel/local-stack'
import type { MigratedApp } from './target.ts'
import { type DatabaseCommand, type Environment, readDatabaseCommand } from './usage.ts'

type OnDatabase = Exclude<DatabaseCommand, { verb: 'new' }>
type Pool = ReturnType<typeof createPool>

/** Runs `migrate`, `status`, `revert` or `new`, and prints what was done. @throws Error with the reason, for people. */
export async function runDatabaseCommand(argv: readonly string[]): Promise<void> {
  const command = readDatabaseCommand(argv)
  if (command.verb === 'new') {
    const path = await newMigration(command.app.directory, command.name, new Date())
    return console.log(`fill in ${relative(process.cwd(), path)}/migration.sql and down.sql`)
  }
  await withDatabase(command.environment, async (urlOf) => {
    for (const app of command.apps) await runOn(app, urlOf(app), command.verb)
  })
}

/** Hands over where each app's database is: in the leased stack, or as the environment says. */
async function withDatabase(
  environment: Environment,
  work: (urlOf: (app: MigratedApp) => string) => Promise<void>,
): Promise<void> {
  if (environment !== 'dev') {
    const url = process.env.DATABASE_URL
    if (!url) throw new Error(`DATABASE_URL is missing: --env ${environment} has no database of its own`)
    return work(() => url)
  }
  const lease = await leaseStack({ onProgress: (line) => console.error(`stack: ${line}`) })
  // Better half a command, whose transaction is rolled back, than one on the stack that is next to listen there.
  lease.lost.addEventListener('abort', () => process.exit(1))
  try {
    const scope = await developmentScope(lease.addresses)
    await work(({ schema }) => scope.databaseUrl(schema))
  } finally {
    await lease.release()
  }
}

async function runOn(app: MigratedApp, connectionString: string, verb: OnDatabase['verb']): Promise<void> {
  const pool = createPool({ connectionString, schema: app.schema, applicationName: `gavel db:${verb}`, max: 2 })
  try {
    const say = (line: string) => console.log(`${app.app}: ${line}`)
    for (const line of await work(pool, app, verb)) say(line)
  } finally {
    await pool.end()
  }
}

async function work(pool: Pool, { directory }: MigratedApp, verb: OnDatabase['verb']): Promise<readonly string[]> {
  switch (verb) {
    case 'migrate': {
      const applied = await migrate(pool, { directory })
      return applied.length === 0 ? ['nothing new'] : applied.map((name) => `applied ${name}`)
    }
    case 'revert': {
      const reverted = await revert(pool, { directory })
      return [reverted === undefined ? 'nothing to take back' : `took back ${reverted}`]
    }
    case 'status':
      return (await migrationStatus(pool, { directory })).map(describe)
    default:
      return verb satisfies never
  }
}

function describe({ name, appliedAt, checksumOk }: Awaited<ReturnType<typeof migrationStatus>>[number]): string {
  const state = appliedAt === undefined ? 'not applied' : `applied ${appliedAt.toISOString()}`
  return `${name}  ${state}${checksumOk ? '' : ', and changed since or missing in the folder'}`
}
