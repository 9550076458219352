import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { MigrationError, migrate, migrationStatus, newMigration, revert } from '../src/index.ts'
import { testDatabase } from './database.ts'

const database = testDatabase()
let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gavel-migrations-'))
  await database.empty()
})
afterEach(() => rm(directory, { recursive: true }))

const day = (n: number): Date => new Date(Date.UTC(2027, 0, n, 12, 30, 15))

async function write(n: number, name: string, up: string, down = `-- nothing`): Promise<string> {
  const path = await newMigration(directory, name, day(n))
  await writeFile(join(path, 'migration.sql'), up)
  await writeFile(join(path, 'down.sql'), down)
  return basename(path)
}

const makeLots = () => write(1, 'lots', 'create table lots (id int); insert into lots values (1)', 'drop table lots')
const makeBids = () => write(2, 'bids', 'create table bids (id int)', 'drop table bids')

const tables = async (): Promise<string[]> => {
  const { rows } = await database
    .pool()
    .query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'command'::regnamespace and relkind = 'r' order by 1`,
    )
  return rows.map(({ name }) => name)
}

describe('migrate', () => {
  it('applies each migration once, in order, and records it as Prisma does', async () => {
    const pool = database.pool()
    const names = [await makeLots(), await makeBids()]
    expect(await migrate(pool, { directory })).toEqual(names)
    expect(await migrate(pool, { directory })).toEqual([])
    expect(await tables()).toEqual(['_prisma_migrations', 'bids', 'lots'])
    const { rows } = await pool.query('select * from _prisma_migrations order by migration_name')
    expect(rows).toEqual(
      names.map((name) => ({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        migration_name: name,
        checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
        started_at: expect.any(Date),
        finished_at: expect.any(Date),
        rolled_back_at: null,
        logs: null,
        applied_steps_count: 1,
      })),
    )
  })

  it('runs them once when many instances start at once', async () => {
    const names = [await makeLots(), await makeBids()]
    const instances = Array.from({ length: 6 }, () => migrate(database.pool(), { directory }))
    expect((await Promise.all(instances)).flat()).toEqual(names)
  })

  it('leaves nothing of a migration that fails, and keeps those before it', async () => {
    const lots = await makeLots()
    await write(2, 'broken', 'create table bids (id int);\ninsert into bids\nvalues (oops)')
    const failed = migrate(database.pool(), { directory })
    await expect(failed).rejects.toThrow('20270102123015_broken/migration.sql:3: column "oops" does not exist')
    expect(await tables()).toEqual(['_prisma_migrations', 'lots'])
    expect(await migrationStatus(database.pool(), { directory })).toMatchObject([
      { name: lots, appliedAt: expect.any(Date) },
      { name: '20270102123015_broken', checksumOk: true },
    ])
  })

  it('applies no migration that it can not record', async () => {
    await write(1, 'rude', 'create table lots (id int); alter table _prisma_migrations rename checksum to gone')
    await expect(migrate(database.pool(), { directory })).rejects.toThrow(/checksum/)
    expect(await tables()).toEqual(['_prisma_migrations'])
  })

  it('stops when an applied migration was changed', async () => {
    const lots = await makeLots()
    await migrate(database.pool(), { directory })
    await makeBids()
    await writeFile(join(directory, lots, 'migration.sql'), 'create table lots (id bigint)')
    await expect(migrate(database.pool(), { directory })).rejects.toThrow(`${lots} was changed after it was applied`)
    await expect(revert(database.pool(), { directory })).rejects.toThrow(MigrationError)
    expect(await tables()).toEqual(['_prisma_migrations', 'lots'])
    expect(await migrationStatus(database.pool(), { directory })).toMatchObject([
      { checksumOk: false },
      { checksumOk: true },
    ])
  })

  it('stops when an applied migration is gone, or an older one appears', async () => {
    await makeBids()
    await migrate(database.pool(), { directory })
    await rm(join(directory, '20270102123015_bids'), { recursive: true })
    await makeLots()
    const refused = migrate(database.pool(), { directory })
    await expect(refused).rejects.toThrow(
      /bids was applied, but is not in the folder; .*lots was not applied, but .*bids/,
    )
    expect(await tables()).toEqual(['_prisma_migrations', 'bids'])
  })

  it("stops at another tool's unfinished migration", async () => {
    const lots = await makeLots()
    await migrate(database.pool(), { directory })
    await database.pool().query('update _prisma_migrations set finished_at = null')
    await expect(migrate(database.pool(), { directory })).rejects.toThrow(`${lots} was begun by another tool`)
  })

  it('wants a down.sql, and a proper name', async () => {
    const lots = await makeLots()
    await rm(join(directory, lots, 'down.sql'))
    await expect(migrate(database.pool(), { directory })).rejects.toThrow(`migration ${lots} has no readable down.sql`)
    expect(await tables()).toEqual([])
  })

  it.each([
    ['create unique index concurrently i on lots (id)', /concurrently/],
    ['create table a (id int); commit; create table b (id int)', /one transaction already/],
    ['vacuum lots', /vacuum/],
  ])('does not support %j', async (sql, reason) => {
    await write(1, 'unsupported', sql)
    await expect(migrate(database.pool(), { directory })).rejects.toThrow(reason)
    expect(await tables()).toEqual([])
  })

  it('is not misled by comments, texts and the bodies of functions', async () => {
    await write(
      1,
      'tricky',
      `-- not concurrently; commit;
      create table notes (body text default '; commit; it''s "create index concurrently"');
      do $body$ begin perform 1; end; $body$;`,
    )
    expect(await migrate(database.pool(), { directory })).toHaveLength(1)
  })

  it('gives up, by name, when another instance holds the lock for too long', async () => {
    await makeLots()
    const other = await database.pool().connect()
    await other.query(`select pg_advisory_lock(72707369, hashtext('command'))`)
    const waiting = migrate(database.pool(), { directory, lockTimeoutMs: 50 })
    await expect(waiting).rejects.toThrow('another instance has been migrating schema command for 50 ms')
    other.release(true)
  })
})

describe('revert', () => {
  it('takes back the newest, one at a time, until there is none', async () => {
    const pool = database.pool()
    const [lots, bids] = [await makeLots(), await makeBids()]
    expect(await revert(pool, { directory })).toBeUndefined()
    await migrate(pool, { directory })
    expect(await revert(pool, { directory })).toBe(bids)
    expect(await tables()).toEqual(['_prisma_migrations', 'lots'])
    expect(await revert(pool, { directory })).toBe(lots)
    expect(await revert(pool, { directory })).toBeUndefined()
    expect(await migrate(pool, { directory })).toEqual([lots, bids])
  })

  it('leaves everything as it was when the down.sql fails', async () => {
    const name = await write(1, 'lots', 'create table lots (id int)', 'drop table lots; drop table nowhere')
    await migrate(database.pool(), { directory })
    await expect(revert(database.pool(), { directory })).rejects.toThrow(`${name}/down.sql`)
    expect(await tables()).toEqual(['_prisma_migrations', 'lots'])
    expect(await migrate(database.pool(), { directory })).toEqual([])
  })
})

describe('migrationStatus', () => {
  it('changes nothing', async () => {
    const name = await makeLots()
    expect(await migrationStatus(database.pool(), { directory })).toEqual([{ name, checksumOk: true }])
    expect(await tables()).toEqual([])
  })
})

describe('newMigration', () => {
  it('makes both files under the time, with a word about what goes in', async () => {
    const path = await newMigration(join(directory, 'new'), 'add_reserve_price', day(3))
    expect(basename(path)).toBe('20270103123015_add_reserve_price')
    expect(await readFile(join(path, 'migration.sql'), 'utf8')).toMatch(/^-- add reserve price\n/)
    expect(await readFile(join(path, 'down.sql'), 'utf8')).toMatch(/^-- Takes back: add reserve price\n/)
  })

  it('refuses another kind of name, and a time that is not after the newest', async () => {
    for (const name of ['', 'Add', '../x', 'a b', '1'])
      await expect(newMigration(directory, name, day(1))).rejects.toThrow(MigrationError)
    await makeBids()
    await expect(newMigration(directory, 'late', day(1))).rejects.toThrow(/would not come after/)
  })
})
