import type pg from 'pg'
import { z } from 'zod'
import type { Queryable } from '../../sql/queryable.ts'
import type { Elasticsearch } from '../index/elasticsearch.ts'
import { createIndex, highestIndex } from '../index/indices.ts'
import { mappingHash } from '../index/mapping.ts'
import type { IndexNames } from '../index/names.ts'

export type Generation = { number: number; mapping: string }

const row = z.object({ number: z.int().positive(), mapping: z.string() })

/** The one that is searched is seldom more than one behind the newest. */
const newest = {
  name: 'newest-search-generations',
  text: 'select number, mapping from search_generations order by number desc limit 20',
}

/** The newest first, which is the one that is wanted. */
export async function newestGenerations(db: Queryable): Promise<readonly Generation[]> {
  const { rows } = await db.query(newest)
  return rows.map((found) => row.parse(found))
}

const oneAtATime = {
  name: 'lock-search-generations',
  text: `select pg_advisory_xact_lock(hashtext('gavel.search-generations'), hashtext(current_schema()))`,
}

const add = {
  name: 'add-search-generation',
  text: 'insert into search_generations (number, mapping) values ($1, $2)',
}

/**
 * Wants a generation of this code's mapping that is newer than the one that is `known`. Of instances that do so at the
 * same time one adds it, and the others are given that.
 */
export async function addGeneration(
  pool: pg.Pool,
  elasticsearch: Elasticsearch,
  names: IndexNames,
  known: number,
): Promise<Generation> {
  const connection = await pool.connect()
  try {
    await connection.query('begin')
    await connection.query(oneAtATime)
    const [newest] = await newestGenerations(connection)
    const isAdded = newest !== undefined && newest.number > known && newest.mapping === mappingHash
    const generation = isAdded ? newest : await addAfter(connection, elasticsearch, names, newest?.number ?? 0)
    await connection.query('commit')
    connection.release()
    return generation
  } catch (error) {
    // Closed, not given back: that ends the transaction, whatever state it is in.
    connection.release(true)
    throw error
  }
}

/** The index comes first: a generation that is known and has no index has lost it. */
async function addAfter(
  db: Queryable,
  elasticsearch: Elasticsearch,
  names: IndexNames,
  newest: number,
): Promise<Generation> {
  // A database that was made anew knows nothing of the indices of the one before.
  const number = Math.max(newest, await highestIndex(elasticsearch, names)) + 1
  await createIndex(elasticsearch, names, number)
  await db.query({ ...add, values: [number, mappingHash] })
  return { number, mapping: mappingHash }
}
