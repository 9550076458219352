import { errors } from '@elastic/elasticsearch'
import type { Elasticsearch } from './elasticsearch.ts'
import { mapping, settings } from './mapping.ts'
import type { IndexNames } from './names.ts'

const hasStatus = (error: unknown, status: number): boolean =>
  error instanceof errors.ResponseError && error.statusCode === status

/** Which generation is searched; undefined when there is none yet. */
export async function searchedGeneration({ client }: Elasticsearch, names: IndexNames): Promise<number | undefined> {
  try {
    const found = await client.indices.getAlias({ name: names.searched })
    return Object.keys(found)
      .map(names.generationOf)
      .find((generation) => generation !== undefined)
  } catch (error) {
    if (hasStatus(error, 404)) return undefined
    throw error
  }
}

export const hasIndex = ({ client }: Elasticsearch, names: IndexNames, generation: number): Promise<boolean> =>
  client.indices.exists({ index: names.index(generation) })

/** Makes the index of a generation, empty and searched by nobody; fine when another instance has done so. */
export async function createIndex({ client }: Elasticsearch, names: IndexNames, generation: number): Promise<void> {
  try {
    await client.indices.create({
      index: names.index(generation),
      mappings: mapping,
      settings,
      aliases: { [names.written(generation)]: {} },
    })
  } catch (error) {
    if (!(error instanceof errors.ResponseError) || !error.message.includes('resource_already_exists')) throw error
  }
}

/** From one moment to the next, searches see this generation and no other. */
export async function searchGeneration(
  { client }: Elasticsearch,
  names: IndexNames,
  generation: number,
): Promise<void> {
  await client.indices.updateAliases({
    actions: [
      { remove: { index: `${names.searched}-*`, alias: names.searched, must_exist: false } },
      { add: { index: names.index(generation), alias: names.searched } },
    ],
  })
}

async function generations({ client }: Elasticsearch, names: IndexNames): Promise<readonly number[]> {
  const all = Object.keys(await client.indices.get({ index: `${names.searched}-*`, allow_no_indices: true }))
  return all.map(names.generationOf).filter((generation) => generation !== undefined)
}

/** The newest generation that has an index; 0 when none has. */
export const highestIndex = async (elasticsearch: Elasticsearch, names: IndexNames): Promise<number> =>
  Math.max(0, ...(await generations(elasticsearch, names)))

/** Deletes the indices of the generations before this one. */
export async function deleteOlder(elasticsearch: Elasticsearch, names: IndexNames, generation: number): Promise<void> {
  const older = (await generations(elasticsearch, names)).filter((number) => number < generation)
  if (older.length === 0) return
  await elasticsearch.client.indices.delete({ index: older.map(names.index), ignore_unavailable: true })
}
