import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { createMessaging, type Messaging } from '@gavel/messaging'
import { ConfigError, configFields } from '@gavel/service-kit'
import { z } from 'zod'

const settings = z.object({
  KAFKA_BROKERS: configFields.text,
  TOPIC_PREFIX: configFields.optionalText,
})

/** What kafkajs warns of, an operator would only wonder about: what fails is thrown. */
const silent = () => undefined
const logger = { debug: silent, info: silent, warn: silent, error: silent }

/** Works on the topics, by the settings of the service in whose folder this runs. @throws ConfigError */
export async function onKafka<T>(work: (messaging: Messaging) => Promise<T>): Promise<T> {
  const parsed = settings.safeParse({ ...fromFile(), ...process.env })
  if (!parsed.success) throw new ConfigError(['KAFKA_BROKERS: is missing (set it in the environment)'])
  const { KAFKA_BROKERS: brokers, TOPIC_PREFIX: topicPrefix } = parsed.data
  const messaging = createMessaging({ brokers, clientId: 'gavel', topicPrefix, logger })
  try {
    return await work(messaging)
  } finally {
    await messaging.stop()
  }
}

/** `--env` stands first, as `gavel` puts it. */
function fromFile(): NodeJS.Dict<string> {
  const environment = process.argv[process.argv.indexOf('--env') + 1] ?? 'dev'
  const file = resolve(`.env.${environment}`)
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
}
