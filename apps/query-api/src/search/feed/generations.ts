import type pg from 'pg'
import { z } from 'zod'
import type { Queryable } from '../../sql/queryable.ts'
import type { Elasticsearch } from '../index/elasticsearch.ts'
import { createIndex, highestIndex } from '../index/indices.ts'
import type { SearchIndex } from '../index/searchIndex.ts'

export type Generation = { number: number; mapping: string }

const row = z.object({ number: z.int().positive(), mapping: z.string() })

/** The one that is searched is seldom more than one behind the newest. */
const newest = {
  name: 'newest-search-generations',
  text: 'select number, mapping from search_generations where index = $1 order by number desc limit 20',
}

/** The newest first, which is the one that is wanted. */
export async function newestGenerations(db: Queryable, { name }: SearchIndex): Promise<readonly Generation[]> {
  const { rows } = await db.query({ ...newest, values: [name] })
  return rows.map((found) => row.parse(found))
}

const oneAtATime = {
  name: 'lock-search-generations',
  text: `select pg_advisory_xact_lock(hashtext('gavel.search-generations'), hashtext(current_schema()))`,
}

const add = {
  name: 'add-search-generation',
  text: 'insert into search_generations (index, number, mapping) values ($1, $2, $3)',
}

/**
 * Wants a generation of this code's mapping that is newer than the one that is `known`. Of instances that do so at the
 * same time one adds it, and the others are given that.
 */
export async function addGeneration(
  pool: pg.Pool,
  elasticsearch: Elasticsearch,
  index: SearchIndex,
  known: number,
): Promise<Generation> {
  const connection = await pool.connect()
  try {
    await connection.query('begin')
    await connection.query(oneAtATime)
    const [newest] = await newestGenerations(connection, index)
    const isAdded = newest !== undefined && newest.number > known && newest.mapping === index.mappingHash
    const generation = isAdded ? newest : await addAfter(connection, elasticsearch, index, newest?.number ?? 0)
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
  index: SearchIndex,
  newest: number,
): Promise<Generation> {
  // A database that was made anew knows nothing of the indices of the one before.
  const number = Math.max(newest, await highestIndex(elasticsearch, index)) + 1
  await createIndex(elasticsearch, index, number)
  await db.query({ ...add, values: [index.name, number, index.mappingHash] })
  return { number, mapping: index.mappingHash }
}
