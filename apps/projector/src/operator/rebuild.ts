import { join } from 'node:path'
import { createMessaging } from '@gavel/messaging'
import { countIn, fillFrom, givenTo, noneOf, readLines, rebuild, runCommand, UsageError } from '@gavel/operator'
import { createLogger, loadConfig } from '@gavel/service-kit'
import { startCatalog } from '../catalog/startCatalog.ts'
import { configSchema } from '../config.ts'
import { startMembers } from '../member/startMembers.ts'
import { startOrders } from '../order/startOrders.ts'
import { startProjector } from '../projector.ts'
import { foldLog } from './foldLog.ts'

const directory = join(import.meta.dirname, '..', '..')
const limitDefault = '1800'
/** Between the clocks of Kafka's senders and ours. */
const clocksApartMs = 60_000

// `pnpm gavel rebuild projector`: folds the logs into new tables, as a projector with tables made anew would, and
// publishes every view once more on the way: what is older than what others have they drop. With `--from log` it takes the
// events that command-api tells on its standard input, and of Kafka what was sent meanwhile.
await runCommand(async () => {
  const text = { type: 'string' } as const
  const { values, positionals } = givenTo('rebuild', { anyway: { type: 'boolean' }, for: text, from: text })
  if (values.from !== undefined && values.from !== 'log') throw new UsageError('--from is log')
  let untold = values.from === 'log' ? readLines(process.stdin) : undefined
  noneOf(positionals)
  const limitMs = countIn(values.for ?? limitDefault, '--for') * 1_000
  const config = loadConfig(configSchema, { directory })
  const messaging = createMessaging({
    brokers: config.KAFKA_BROKERS,
    clientId: 'projector-rebuild',
    topicPrefix: config.TOPIC_PREFIX,
    logger: createLogger({ service: 'projector', level: 'error', pretty: config.LOG_PRETTY }),
  })
  try {
    const producer = await messaging.createProducer()
    const startedAtMs = Date.now()
    const since = new Date(startedAtMs).toISOString()
    await rebuild({
      url: config.DATABASE_URL,
      schema: 'projector',
      migrations: join(directory, 'prisma', 'migrations'),
      limitMs,
      anyway: values.anyway === true,
      say: (line) => console.log(line),
      async fill(pool) {
        // In another try they are in the tables already.
        if (untold !== undefined) await foldLog(untold, { pool, producer })
        untold = undefined
        const sent = values.from === 'log' ? { since: new Date(startedAtMs - clocksApartMs) } : {}
        const stores = { pool, messaging, producer, ...sent }
        return fillFrom([
          (onFatal) => startProjector({ ...stores, metrics: { projected: () => undefined }, onFatal }),
          (onFatal) => startMembers({ ...stores, onFatal }),
          (onFatal) => startCatalog({ ...stores, onFatal }),
          (onFatal) => startOrders({ ...stores, onFatal }),
        ])
      },
    })
    console.log(`All views were published anew since ${since}: rebuild query-api --since ${since} takes these alone.`)
    return 0
  } finally {
    await messaging.stop()
  }
})
