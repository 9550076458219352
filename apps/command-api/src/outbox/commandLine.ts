import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createPool } from '@gavel/database'
import { ConfigError, loadConfig } from '@gavel/service-kit'
import type pg from 'pg'
import { configSchema } from '../config.ts'

/** What was typed is not understood, or names something that is not there. */
export class UsageError extends Error {
  override name = 'UsageError'
}

type Options = Record<string, { type: 'string' | 'boolean' }>

/** What stands behind the command, without `--env`, which the configuration reads. @throws UsageError */
export function argumentsAs<O extends Options>(options: O) {
  try {
    return parseArgs({ options: { ...options, env: { type: 'string' as const } }, strict: true }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** A whole number from 1 on. @throws UsageError */
export function countIn(text: string, option: string): number {
  if (/^[1-9][0-9]{0,14}$/.test(text)) return Number(text)
  throw new UsageError(`${option} takes a whole number from 1 on, not ${text}`)
}

/** Runs a command on command-api's database; whatever is wrong is told in a line, with exit code 1. */
export async function onDatabase(work: (pool: pg.Pool) => Promise<void>): Promise<void> {
  let pool: pg.Pool | undefined
  try {
    const config = loadConfig(configSchema, { directory: resolve(import.meta.dirname, '../..') })
    pool = createPool({
      connectionString: config.DATABASE_URL,
      schema: 'command',
      applicationName: 'outbox-command',
      max: 1,
    })
    await work(pool)
  } catch (error) {
    const isTold = error instanceof UsageError || error instanceof ConfigError
    console.error(
      isTold ? error.message : isWithoutTables(error) ? 'There is no outbox yet: start Gavel first.' : error,
    )
    process.exitCode = 1
  } finally {
    await pool?.end()
  }
}

/** PostgreSQL knows no such table. */
const isWithoutTables = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '42P01'
