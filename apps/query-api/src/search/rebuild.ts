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
const limitMs = 30 * 60_000
const lookAgainMs = 500

const schemas = [lotSchema, orderSchema]

// `pnpm search:rebuild [--index lots|orders]`: asks the running services for new indices and waits until they are the
// ones that are searched.
const { values } = parseArgs({ options: { index: { type: 'string' }, env: { type: 'string' } } })
const chosen = schemas.filter(({ name }) => (values.index ?? name) === name)
if (chosen.length === 0) {
  console.error(`--index is ${schemas.map(({ name }) => name).join(' or ')}`)
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

try {
  const building = []
  for (const schema of chosen) building.push(await begin(searchIndex(config.ELASTICSEARCH_PREFIX, schema)))
  const deadlineMs = performance.now() + limitMs
  for (const { index, number } of building) {
    while ((await searchedGeneration(elasticsearch, index)) !== number) {
      if (performance.now() > deadlineMs) throw new Error('it is not in use after 30 minutes: does query-api run?')
      await sleep(lookAgainMs)
    }
    console.log(`Generation ${number} of the index of ${index.name} is in use.`)
  }
} finally {
  await pool.end()
  await elasticsearch.stop()
}
