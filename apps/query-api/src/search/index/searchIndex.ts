import { createHash } from 'node:crypto'
import type { estypes } from '@elastic/elasticsearch'

export type IndexName = 'lots' | 'orders'

/** What is said of an index in the code: how it is called, and what is in it. */
export type IndexSchema = {
  /** In the names of what is made for it, in the table of generations, and in metrics. */
  name: IndexName
  mapping: estypes.MappingTypeMapping
}

/** An index of one installation, in all its generations. */
export type SearchIndex = IndexSchema & {
  /** Of the mapping and the settings: an index that was made by others must be built anew. */
  mappingHash: string
  /** The alias that is searched. */
  searched: string
  /** The index of a generation. */
  index(generation: number): string
  /** The alias through which a generation is written, and which goes with its index. */
  written(generation: number): string
  /** The generation of an index; undefined when it is none of ours. */
  generationOf(index: string): number | undefined
}

/** One shard: a search over several would break ties by where a document happens to lie. Refreshed by whoever writes. */
export const settings = { number_of_shards: 1, auto_expand_replicas: '0-1', refresh_interval: '-1' } as const

/** `prefix`: of every index, with which several installations share an Elasticsearch. */
export function searchIndex(prefix: string, { name, mapping }: IndexSchema): SearchIndex {
  const searched = `${prefix}${name}`
  const beginning = `${searched}-`
  return {
    name,
    mapping,
    mappingHash: createHash('sha256').update(JSON.stringify({ mapping, settings })).digest('hex').slice(0, 16),
    searched,
    index: (generation) => `${beginning}${generation}`,
    written: (generation) => `${beginning}${generation}-written`,
    generationOf(index) {
      const rest = index.startsWith(beginning) ? index.slice(beginning.length) : ''
      return /^[1-9]\d{0,8}$/.test(rest) ? Number(rest) : undefined
    },
  }
}
