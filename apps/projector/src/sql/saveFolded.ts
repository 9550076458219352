import type pg from 'pg'
import type { FoldedBatch } from '../auction/foldBatch.ts'
import { saveBidders } from './saveBidders.ts'
import { saveBids } from './saveBids.ts'
import { saveLots } from './saveLots.ts'
import { saveRetraction } from './saveRetraction.ts'

/** All of a batch or nothing. The lots come first: their rows' locks keep another projector out of the other tables. */
export async function saveFolded(pool: pg.Pool, folded: FoldedBatch): Promise<void> {
  if (folded.changed.length === 0) return
  const client = await pool.connect()
  let failure: Error | undefined
  try {
    await client.query('begin')
    await saveLots(client, folded.changed)
    await saveBidders(client, folded.newBidders)
    await saveBids(
      client,
      folded.newBids.map(({ view }) => view),
    )
    for (const retraction of folded.retractions) await saveRetraction(client, retraction)
    await client.query('commit')
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error))
    throw error
  } finally {
    // A connection in an unknown state is closed, and PostgreSQL rolls back what was open on it.
    client.release(failure)
  }
}
