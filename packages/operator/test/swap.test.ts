import { setTimeout as sleep } from 'node:timers/promises'
import { createPool } from '@gavel/database'
import { createScope, type Scope } from '@gavel/local-stack'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { swap } from '../src/rebuild/swap.ts'

const waitingSql = `
select count(*)::int as waiting from pg_locks
where not granted and locktype = 'relation'
  and database = (select oid from pg_database where datname = current_database())`

async function somebodyWaits(client: pg.ClientBase): Promise<void> {
  for (let waiting = 0; waiting === 0; ) {
    await sleep(5)
    waiting = (await client.query<{ waiting: number }>(waitingSql)).rows[0]?.waiting ?? 0
  }
}

describe('swap', () => {
  let scope: Scope
  let pool: pg.Pool
  let client: pg.PoolClient
  beforeAll(async () => {
    scope = await createScope()
    const admin = new pg.Client(scope.adminDatabaseUrl)
    await admin.connect()
    await admin.query(`create schema command_next authorization "${new URL(scope.databaseUrl('command')).username}"`)
    await admin.end()
    pool = createPool({ connectionString: scope.databaseUrl('command'), schema: 'command', applicationName: 'test' })
    await pool.query(`
      create table bids (id int); create table lots (id int);
      create table command_next.bids (id int); create table command_next.lots (id int);
      insert into command_next.lots values (1)`)
    client = await pool.connect()
  })
  afterAll(async () => {
    client?.release(true)
    await pool?.end()
    await scope?.drop()
  })

  it('gives way to a writer who has one table and wants another, and comes after him', async () => {
    const writer = await pool.connect()
    await writer.query('begin; insert into lots values (1)')
    let caughtUp = 0
    const swapped = swap(client, {
      schema: 'command',
      kept: [],
      async catchUp() {
        caughtUp += 1
        await client.query('insert into command_next.bids select * from bids')
      },
    })
    try {
      // It has bids by then, and waits for lots.
      await Promise.race([swapped, somebodyWaits(writer)])
      await writer.query('insert into bids values (7); commit')
      await swapped
    } finally {
      writer.release(true)
    }
    expect(caughtUp).toBe(1)
    const { rows } = await pool.query('select (select count(*)::int from lots) as lots, (select id from bids) as bid')
    expect(rows).toEqual([{ lots: 1, bid: 7 }])
  })
})
