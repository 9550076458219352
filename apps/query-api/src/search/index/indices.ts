import { errors } from '@elastic/elasticsearch'
import type { Elasticsearch } from './elasticsearch.ts'
import { type SearchIndex, settings } from './searchIndex.ts'

const hasStatus = (error: unknown, status: number): boolean =>
  error instanceof errors.ResponseError && error.statusCode === status

/** Which generation is searched; undefined when there is none yet. */
export async function searchedGeneration({ client }: Elasticsearch, index: SearchIndex): Promise<number | undefined> {
  try {
    const found = await client.indices.getAlias({ name: index.searched })
    return Object.keys(found)
      .map(index.generationOf)
      .find((generation) => generation !== undefined)
  } catch (error) {
    if (hasStatus(error, 404)) return undefined
    throw error
  }
}

export const hasIndex = ({ client }: Elasticsearch, index: SearchIndex, generation: number): Promise<boolean> =>
  client.indices.exists({ index: index.index(generation) })

/** Makes the index of a generation, empty and searched by nobody; fine when another instance has done so. */
export async function createIndex({ client }: Elasticsearch, index: SearchIndex, generation: number): Promise<void> {
  try {
    await client.indices.create({
      index: index.index(generation),
      mappings: index.mapping,
      settings,
      aliases: { [index.written(generation)]: {} },
    })
  } catch (error) {
    if (!(error instanceof errors.ResponseError) || !error.message.includes('resource_already_exists')) throw error
  }
}

/** From one moment to the next, searches see this generation and no other. */
export async function searchGeneration(
  { client }: Elasticsearch,
  index: SearchIndex,
  generation: number,
): Promise<void> {
  await client.indices.updateAliases({
    actions: [
      { remove: { index: `${index.searched}-*`, alias: index.searched, must_exist: false } },
      { add: { index: index.index(generation), alias: index.searched } },
    ],
  })
}

async function generations({ client }: Elasticsearch, index: SearchIndex): Promise<readonly number[]> {
  const all = Object.keys(await client.indices.get({ index: `${index.searched}-*`, allow_no_indices: true }))
  return all.map(index.generationOf).filter((generation) => generation !== undefined)
}

/** The newest generation that has an index; 0 when none has. */
export const highestIndex = async (elasticsearch: Elasticsearch, index: SearchIndex): Promise<number> =>
  Math.max(0, ...(await generations(elasticsearch, index)))

/** Deletes the indices of the generations before this one. */
export async function deleteOlder(elasticsearch: Elasticsearch, index: SearchIndex, generation: number): Promise<void> {
  const older = (await generations(elasticsearch, index)).filter((number) => number < generation)
  if (older.length === 0) return
  await elasticsearch.client.indices.delete({ index: older.map(index.index), ignore_unavailable: true })
}
