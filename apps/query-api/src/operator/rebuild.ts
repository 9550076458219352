import { join } from 'node:path'
import { createMessaging } from '@gavel/messaging'
import { countIn, fillFrom, givenTo, instantIn, noneOf, rebuild, runCommand } from '@gavel/operator'
import { createLogger, loadConfig } from '@gavel/service-kit'
import { configSchema } from '../config.ts'
import { createViewStores } from '../viewStores.ts'
import { materialisers } from '../views.ts'

const directory = join(import.meta.dirname, '..', '..')
const limitDefault = '1800'

// `pnpm gavel rebuild query-api`: takes all views into new tables. Which search indices there are goes over as it is.
await runCommand(async () => {
  const { values, positionals } = givenTo('rebuild', {
    anyway: { type: 'boolean' },
    for: { type: 'string' },
    since: { type: 'string' },
  })
  noneOf(positionals)
  const limitMs = countIn(values.for ?? limitDefault, '--for') * 1_000
  const since = values.since === undefined ? undefined : instantIn(values.since, '--since')
  const config = loadConfig(configSchema, { directory })
  const messaging = createMessaging({
    brokers: config.KAFKA_BROKERS,
    clientId: 'query-api-rebuild',
    topicPrefix: config.TOPIC_PREFIX,
    logger: createLogger({ service: 'query-api', level: 'error', pretty: config.LOG_PRETTY }),
  })
  try {
    await rebuild({
      url: config.DATABASE_URL,
      schema: 'query',
      migrations: join(directory, 'prisma', 'migrations'),
      kept: ['search_generations'],
      // Who takes back his only bid stands nowhere any more.
      shrinking: ['standings'],
      limitMs,
      anyway: values.anyway === true,
      say: (line) => console.log(line),
      fill(pool) {
        const app = createViewStores(pool)
        return fillFrom(
          Object.values(materialisers).map(
            (start) => (onFatal) => start({ app, pool, messaging, onFatal, ...(since && { since }) }),
          ),
        )
      },
    })
    return 0
  } finally {
    await messaging.stop()
  }
})
