import { join } from 'node:path'
import { onStore } from '@gavel/operator'
import { loadConfig } from '@gavel/service-kit'
import type pg from 'pg'
import { configSchema } from '../config.ts'

/** Hands out projector's database, by its own settings. @throws ConfigError */
export function onDatabase<T>(name: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const { DATABASE_URL: url } = loadConfig(configSchema, { directory: join(import.meta.dirname, '..', '..') })
  return onStore({ url, schema: 'projector', name }, work)
}
