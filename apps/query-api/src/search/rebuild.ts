import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPool } from '@gavel/database'
import { loadConfig } from '@gavel/service-kit'
import { configSchema } from '../config.ts'
import { addGeneration, newestGenerations } from './feed/generations.ts'
import { connectElasticsearch } from './index/elasticsearch.ts'
import { searchedGeneration } from './index/indices.ts'
import { indexNames } from './index/names.ts'

/** Reading every lot takes a while; a service that is not there takes for ever. */
const limitMs = 30 * 60_000
const lookAgainMs = 500

// `pnpm search:rebuild`: asks the running services for a new index and waits until it is the one that is searched.
const config = loadConfig(configSchema, { directory: join(import.meta.dirname, '..', '..') })
const pool = createPool({
  connectionString: config.DATABASE_URL,
  schema: 'query',
  applicationName: 'search-rebuild',
  max: 1,
})
const elasticsearch = connectElasticsearch(config.ELASTICSEARCH_URL)
const names = indexNames(config.ELASTICSEARCH_PREFIX)
try {
  const [newest] = await newestGenerations(pool)
  const { number } = await addGeneration(pool, elasticsearch, names, newest?.number ?? 0)
  console.log(`Building generation ${number} of the search index …`)
  const deadlineMs = performance.now() + limitMs
  while ((await searchedGeneration(elasticsearch, names)) !== number) {
    if (performance.now() > deadlineMs) throw new Error('it is not in use after 30 minutes: does query-api run?')
    await sleep(lookAgainMs)
  }
  console.log(`Generation ${number} is in use.`)
} finally {
  await pool.end()
  await elasticsearch.stop()
}
