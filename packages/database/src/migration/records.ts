import type pg from 'pg'
import { z } from 'zod'

/** Anything that runs SQL: a pool or one of its clients. */
export type Queryable = Pick<pg.ClientBase, 'query'>

// Prisma's own table, column by column, so that its tool understands what was done here.
const createTable = `
create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`

const tableExists = `select to_regclass(quote_ident(current_schema()) || '._prisma_migrations') is not null as exists`

// Rolled back (by Prisma's tool) is as good as never applied; the sort is by bytes, as it is in JavaScript.
const selectApplied = `
select migration_name as name, checksum, finished_at as "finishedAt"
from _prisma_migrations
where rolled_back_at is null
order by migration_name collate "C"`

const insertApplied = `
insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
values (gen_random_uuid(), $1, $2, clock_timestamp(), 1)`

const deleteApplied = 'delete from _prisma_migrations where migration_name = $1 and rolled_back_at is null'

const appliedRows = z.array(z.object({ name: z.string(), checksum: z.string(), finishedAt: z.date().nullable() }))
export type AppliedMigration = z.output<typeof appliedRows>[number]

export async function createRecords(db: Queryable): Promise<void> {
  await db.query(createTable)
}

/** In the order they were applied in; none where nothing was ever migrated. */
export async function appliedMigrations(db: Queryable): Promise<AppliedMigration[]> {
  const found = await db.query<{ exists: boolean }>(tableExists)
  if (found.rows[0]?.exists !== true) return []
  return appliedRows.parse((await db.query(selectApplied)).rows)
}

export async function recordApplied(db: Queryable, migration: { name: string; checksum: string }): Promise<void> {
  await db.query(insertApplied, [migration.checksum, migration.name])
}

export async function forgetApplied(db: Queryable, name: string): Promise<void> {
  await db.query(deleteApplied, [name])
}
