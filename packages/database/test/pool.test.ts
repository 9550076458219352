import { describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { createPool, isTransient } from '../src/index.ts'
import { testDatabase } from './database.ts'

const database = testDatabase()

describe('createPool', () => {
  it('works in its own schema, under its own name, within its limits', async () => {
    const { rows } = await database
      .pool({ statementTimeoutMs: 1_234 })
      .query(`select current_schema() as schema, current_setting('application_name') as name,
        current_setting('statement_timeout') as timeout, current_setting('search_path') as path`)
    expect(rows).toEqual([{ schema: 'command', name: 'test', timeout: '1234ms', path: 'command' }])
  })

  it('reads bigint as a number, numeric as text, timestamptz as Date', async () => {
    const { rows } = await database.pool().query(`select 9007199254740991::int8 as big, -5::int8 as small,
      1.10::numeric as exact, '2027-02-14T15:00:00.123Z'::timestamptz as at, null::int8 as none`)
    const at = new Date('2027-02-14T15:00:00.123Z')
    expect(rows).toEqual([{ big: Number.MAX_SAFE_INTEGER, small: -5, exact: '1.10', at, none: null }])
  })

  it('throws rather than rounds', async () => {
    const pool = database.pool()
    await expect(pool.query('select 9007199254740993::int8')).rejects.toThrow(RangeError)
    await expect(pool.query('select 1 as fine')).resolves.toMatchObject({ rows: [{ fine: 1 }] })
  })

  it('leaves the parsers of other pools alone', async () => {
    database.pool()
    const other = new pg.Client({ connectionString: database.url() })
    await other.connect()
    expect((await other.query('select 1::int8 as n')).rows).toEqual([{ n: '1' }])
    await other.end()
  })

  it('ends a statement that takes too long', async () => {
    const slow = database.pool({ statementTimeoutMs: 50 }).query('select pg_sleep(10)')
    const error = await slow.catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: '57014' })
    expect(isTransient(error)).toBe(true)
  })

  it('outlives its connections', async () => {
    const pool = database.pool({ max: 1 })
    const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
    const removed = new Promise((resolve) => pool.once('remove', resolve))
    await database.pool().query('select pg_terminate_backend($1)', [rows[0]?.pid])
    await removed
    await expect(pool.query('select 1 as back')).resolves.toMatchObject({ rows: [{ back: 1 }] })
  })

  it('refuses a schema that would carry more settings', () => {
    for (const schema of ['a -c log_statement=all', 'A', 'a,b', ''])
      expect(() => createPool({ connectionString: 'postgres://x', schema, applicationName: 'x' })).toThrow(/schema/)
  })
})

describe('isTransient, of real errors', () => {
  const errorOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    )

  it('is true when the server is not there', async () => {
    const pool = createPool({ connectionString: 'postgres://a:b@127.0.0.1:1/c', schema: 'x', applicationName: 'x' })
    expect(isTransient(await errorOf(pool.query('select 1')))).toBe(true)
    await pool.end()
  })

  it('is true when the connection is cut in the middle', async () => {
    const client = await database.pool().connect()
    client.on('error', () => {})
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const cut = errorOf(client.query('select pg_sleep(10)'))
    await database.pool().query('select pg_terminate_backend($1)', [rows[0]?.pid])
    expect(isTransient(await cut)).toBe(true)
    expect(isTransient(await errorOf(client.query('select 1')))).toBe(true)
    client.release(true)
  })

  it('is true when no connection is free in time', async () => {
    const pool = createPool({
      connectionString: database.url(),
      schema: 'command',
      applicationName: 'x',
      max: 1,
      connectionTimeoutMs: 50,
    })
    const client = await pool.connect()
    expect(isTransient(await errorOf(pool.query('select 1')))).toBe(true)
    client.release()
    await pool.end()
  })

  it('is false of what will never work', async () => {
    const pool = database.pool()
    for (const sql of ['selec 1', 'select * from nowhere', "select 'x'::int", 'select 1/0'])
      expect(isTransient(await errorOf(pool.query(sql)))).toBe(false)
  })
})
