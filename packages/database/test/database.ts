import { createScope, type Scope } from '@gavel/local-stack'
import { afterAll, beforeAll } from '@jest/globals'
import type pg from 'pg'
import { createPool } from '../src/index.ts'

export type TestDatabase = {
  url(): string
  /** A pool as command-api has it: role and schema `command`. Ended after the tests. */
  pool(options?: { max?: number; statementTimeoutMs?: number }): pg.Pool
  /** Drops whatever is in the schema. */
  empty(): Promise<void>
}

/** A database of its own for the tests of a file. */
export function testDatabase(): TestDatabase {
  let scope: Scope | undefined
  const pools: pg.Pool[] = []
  const url = (): string => {
    if (scope === undefined) throw new Error('only inside a test')
    return scope.databaseUrl('command')
  }
  const pool = (options: { max?: number; statementTimeoutMs?: number } = {}): pg.Pool => {
    const made = createPool({ connectionString: url(), schema: 'command', applicationName: 'test', ...options })
    pools.push(made)
    return made
  }
  beforeAll(async () => {
    scope = await createScope()
  })
  afterAll(async () => {
    await Promise.all(pools.map((open) => open.end()))
    await scope?.drop()
  })
  return {
    url,
    pool,
    async empty() {
      await pool().query(dropEverything)
    },
  }
}

const dropEverything = `
do $$
declare statement text;
begin
  for statement in
    select 'drop table if exists ' || quote_ident(relname) || ' cascade'
    from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
    union all
    select 'drop type if exists ' || quote_ident(typname) || ' cascade'
    from pg_type where typnamespace = current_schema()::regnamespace and typtype = 'e'
  loop
    execute statement;
  end loop;
end $$`
