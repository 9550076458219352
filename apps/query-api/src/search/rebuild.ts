import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createPool } from '@gavel/database'
import { loadConfig } from '@gavel/service-kit'
import { configSchema } from '../config.ts'
import { addGeneration, newestGenerations } from './feed/generations.ts'
import { connectElasticsearch } from './index/elasticsearch.ts'
import { searchedGeneration } from './index/indices.ts'
import { type SearchIndex, searchIndex } from './index/searchIndex.ts'
import { lotSchema } from './lots/mapping.ts'
import { orderSchema } from './orders/mapping.ts'

/** Reading everything takes a while; a service that is not there takes for ever. */
const limitDefaultSec = '1800'
const lookAgainMs = 500

const schemas = [lotSchema, orderSchema]

// `pnpm search:rebuild [--index lots|orders] [--for <seconds>]`: asks the running services for new indices and waits until
// they are the ones that are searched.
const { values } = parseArgs({
  options: { index: { type: 'string' }, for: { type: 'string' }, env: { type: 'string' } },
})
const limitSec = Number(values.for ?? limitDefaultSec)
const chosen = schemas.filter(({ name }) => (values.index ?? name) === name)
if (chosen.length === 0 || !(limitSec > 0)) {
  console.error(`--index is ${schemas.map(({ name }) => name).join(' or ')}, --for a number of seconds`)
  process.exit(1)
}
const config = loadConfig(configSchema, { directory: join(import.meta.dirname, '..', '..') })
const pool = createPool({
  connectionString: config.DATABASE_URL,
  schema: 'query',
  applicationName: 'search-rebuild',
  max: 1,
})
const elasticsearch = connectElasticsearch(config.ELASTICSEARCH_URL)

async function begin(index: SearchIndex): Promise<{ index: SearchIndex; number: number }> {
  const [newest] = await newestGenerations(pool, index)
  const { number } = await addGeneration(pool, elasticsearch, index, newest?.number ?? 0)
  console.log(`Building generation ${number} of the index of ${index.name} …`)
  return { index, number }
}

/** When this generation is in use, or a newer one that somebody else has asked for meanwhile. */
async function inUse(index: SearchIndex, number: number, deadlineMs: number): Promise<number> {
  for (;;) {
    const searched = await searchedGeneration(elasticsearch, index)
    if (searched !== undefined && searched >= number) return searched
    if (performance.now() > deadlineMs) {
      throw new Error(`generation ${number} is not in use after ${limitSec} s: does query-api run? --for gives it more`)
    }
    await sleep(lookAgainMs)
  }
}

try {
  const building = []
  for (const schema of chosen) building.push(await begin(searchIndex(config.ELASTICSEARCH_PREFIX, schema)))
  const deadlineMs = performance.now() + limitSec * 1_000
  for (const { index, number } of building) {
    const searched = await inUse(index, number, deadlineMs)
    console.log(`Generation ${searched} of the index of ${index.name} is in use.`)
  }
} finally {
  await pool.end()
  await elasticsearch.stop()
}
