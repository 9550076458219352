import { describe, expect, it } from '@jest/globals'
import { isTransient, prismaAdapter } from '../src/index.ts'
import { testDatabase } from './database.ts'

const database = testDatabase()
const query = (sql: string) => ({ sql, args: [], argTypes: [] })
const prepared = `select count(*) as count from pg_prepared_statements where name like 'prisma_%'`

describe('prismaAdapter', () => {
  it('prepares each statement once for a connection, up to a bound', async () => {
    const pool = database.pool({ max: 1 })
    const prisma = await prismaAdapter(pool, 'command').connect()
    for (let n = 0; n < 3; n += 1) await prisma.queryRaw(query('select 1'))
    expect((await pool.query(prepared)).rows).toEqual([{ count: 1 }])
    for (let n = 0; n < 1_100; n += 1) await prisma.queryRaw(query(`select ${n} as n`))
    expect((await pool.query(prepared)).rows).toEqual([{ count: 1_000 }])
  })

  it('leaves the pool open for whoever made it', async () => {
    const pool = database.pool()
    const prisma = await prismaAdapter(pool, 'command').connect()
    await prisma.dispose()
    await expect(pool.query('select 1 as open')).resolves.toMatchObject({ rows: [{ open: 1 }] })
  })

  it('wraps errors so that isTransient still knows them', async () => {
    const prisma = await prismaAdapter(database.pool({ statementTimeoutMs: 50 }), 'command').connect()
    const errorOf = (sql: string) =>
      prisma.queryRaw(query(sql)).then(
        () => undefined,
        (error: unknown) => error,
      )
    expect(isTransient(await errorOf('select pg_sleep(10)'))).toBe(true)
    expect(isTransient(await errorOf('select * from nowhere'))).toBe(false)
  })
})
