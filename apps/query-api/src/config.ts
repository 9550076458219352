import { configFields, configGroups } from '@gavel/service-kit'
import { z } from 'zod'

const { redisUrl, text, url, wholeNumber } = configFields

export const configSchema = z.object({
  ...configGroups.service,
  ...configGroups.http,
  ...configGroups.database,
  ...configGroups.kafka,
  ...configGroups.tokens,
  /** Whether the classic routes name bidders by their paddle numbers; else by their numbers in the lot. */
  CLASSIC_OPEN_BIDDING: configFields.boolean,
  REDIS_URL: redisUrl,
  REDIS_PREFIX: text,
  ELASTICSEARCH_URL: url,
  ELASTICSEARCH_PREFIX: text,
  /** How long a page of a search is cached at the most; what makes it wrong drops it at once. */
  SEARCH_CACHE_SEC: wholeNumber(1, 86_400),
  /** The same of a search for orders. */
  ORDER_SEARCH_CACHE_SEC: wholeNumber(1, 86_400).default(20),
})
