import { configFields, configGroups } from '@gavel/service-kit'
import { z } from 'zod'

export const configSchema = z.object({
  ...configGroups.service,
  ...configGroups.http,
  ...configGroups.database,
  ...configGroups.kafka,
  ...configGroups.tokens,
  /** Whether the classic routes name bidders by their paddle numbers; else by their numbers in the lot. */
  CLASSIC_OPEN_BIDDING: configFields.boolean,
})
