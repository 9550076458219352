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

const add = {
  name: 'add-search-generation',
  text: 'insert into search_generations (number, mapping) values ($1, $2) on conflict do nothing',
}

/**
 * Wants a new generation, of this code's mapping. Of instances that do so at the same time, one adds it. The index comes
 * first: a generation that is known and has no index has lost it.
 */
export async function addGeneration(
  db: Queryable,
  elasticsearch: Elasticsearch,
  names: IndexNames,
  known: number,
): Promise<Generation> {
  const number = Math.max(known, await highestIndex(elasticsearch, names)) + 1
  await createIndex(elasticsearch, names, number)
  await db.query({ ...add, values: [number, mappingHash] })
  return { number, mapping: mappingHash }
}
