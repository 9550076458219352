import { configFields } from '@gavel/service-kit'
import { z } from 'zod'

const { boolean, databaseUrl, environment, jwks, logLevel, optionalText, port, redisUrl, text, wholeNumber } =
  configFields

const daySec = 86_400

/** command-api's settings, each a variable of the environment. */
export const configSchema = z.object({
  GAVEL_ENV: environment,
  PORT: port,
  ADMIN_PORT: port,
  LOG_LEVEL: logLevel,
  LOG_PRETTY: boolean,
  DATABASE_URL: databaseUrl,
  /** Connections of the write path; more than a few only wait for the same disk. */
  DATABASE_POOL_MAX: wholeNumber(4, 100),
  KAFKA_BROKERS: text,
  TOPIC_PREFIX: optionalText,
  REDIS_URL: redisUrl,
  REDIS_PREFIX: text,
  PREPARE_ON_START: boolean,
  TOKEN_JWKS: jwks,
  TOKEN_ISSUER: text,
  TOKEN_AUDIENCE: text,
  CLASSIC_OPEN_BIDDING: boolean,
  /** How long a lot is open at the least and at the most. */
  LOT_LENGTH_MIN_SEC: wholeNumber(1, 30 * daySec),
  LOT_LENGTH_MAX_SEC: wholeNumber(1, 366 * daySec),
})

export type Config = z.output<typeof configSchema>
