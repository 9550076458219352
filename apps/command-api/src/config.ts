import { configFields, configGroups } from '@gavel/service-kit'
import { z } from 'zod'

const { boolean, redisUrl, text, wholeNumber } = configFields

const daySec = 86_400

/** command-api's settings, each a variable of the environment. */
export const configSchema = z.object({
  ...configGroups.service,
  ...configGroups.http,
  ...configGroups.database,
  ...configGroups.kafka,
  ...configGroups.tokens,
  /** Connections of the write path; more than a few only wait for the same disk. */
  DATABASE_POOL_MAX: wholeNumber(4, 100),
  REDIS_URL: redisUrl,
  REDIS_PREFIX: text,
  CLASSIC_OPEN_BIDDING: boolean,
  /** How long a lot is open at the least and at the most. */
  LOT_LENGTH_MIN_SEC: wholeNumber(1, 30 * daySec),
  LOT_LENGTH_MAX_SEC: wholeNumber(1, 366 * daySec),
  /** The shortest time in which an offer after the end may be answered. */
  OFFER_LENGTH_MIN_SEC: wholeNumber(1, daySec),
})
