import { configGroups } from '@gavel/service-kit'
import { z } from 'zod'

export const configSchema = z.object({
  ...configGroups.service,
  ...configGroups.database,
  ...configGroups.kafka,
})
