import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { z } from 'zod'
import { NotDone } from '../told.ts'

/**
 * Whoever wants a table waits behind us: for so long a table, with as long a pause after it. Less than the second after
 * which PostgreSQL looks for a deadlock: others may take the tables in another order.
 */
const waitMs = 300
/** Each fourth time longer: by that second it also ends an autovacuum that is in the way. */
const longWaitMs = 1_500
const tries = 8
/** For what follows in the transaction. */
const laterWaitMs = 5_000

const holdersSql = `
select distinct a.pid, a.application_name as name, a.state,
  extract(epoch from now() - a.xact_start)::integer as "sinceSec"
from pg_locks l
join pg_stat_activity a on a.pid = l.pid
where l.relation = any($1::regclass[]) and l.granted and l.pid <> pg_backend_pid()
order by 4 desc nulls last
limit 5`

const holder = z.object({
  pid: z.number(),
  name: z.string().nullable(),
  state: z.string().nullable(),
  sinceSec: z.number().nullable(),
})

/** Somebody has the tables in a transaction that does not end. */
export class InUse extends NotDone {}

/**
 * Locks tables for this transaction, a moment at a time, so that nobody waits for long: `exclusive` keeps writers out,
 * `access exclusive` readers, too.
 *
 * @throws InUse, naming who has them, when they are not to be had within some 7 s. The transaction goes on.
 */
export async function lockTables(
  client: pg.ClientBase,
  tables: readonly string[],
  mode: 'exclusive' | 'access exclusive',
): Promise<void> {
  const names = tables.join(', ')
  for (let tried = 1; tried <= tries; tried += 1) {
    await client.query('savepoint before_locking')
    try {
      await client.query(`set local lock_timeout = ${tried % 4 === 0 ? longWaitMs : waitMs}`)
      await client.query(`lock table ${names} in ${mode} mode`)
      await client.query(`set local lock_timeout = ${laterWaitMs}`)
      return
    } catch (error) {
      if (!isInTheWay(error)) throw error
      // What was had of them is given back.
      await client.query('rollback to savepoint before_locking')
      await sleep(waitMs)
    }
  }
  throw new InUse(`the old tables are in use by ${await holdersOf(client, tables)}`)
}

const lockNotAvailable = '55P03'
const deadlockDetected = '40P01'

/** Somebody else has what is to be locked. */
export const isInTheWay = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && (error.code === lockNotAvailable || error.code === deadlockDetected)

async function holdersOf(client: pg.ClientBase, tables: readonly string[]): Promise<string> {
  const { rows } = await client.query(holdersSql, [tables])
  const told = rows.map((row) => {
    const { pid, name, state, sinceSec } = holder.parse(row)
    const since = sinceSec === null ? '' : `, in a transaction since ${sinceSec} s`
    return `${name || 'somebody'} (pid ${pid}, ${state ?? 'unknown'}${since})`
  })
  return told.length === 0 ? 'nobody any more' : told.join('; ')
}
