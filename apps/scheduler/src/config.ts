import { configFields } from '@gavel/service-kit'
import { z } from 'zod'

export const schedulerConfig = z.object({
  ADMIN_PORT: configFields.port,
  LOG_LEVEL: configFields.logLevel,
  LOG_PRETTY: configFields.boolean,
  DATABASE_URL: configFields.databaseUrl,
  KAFKA_BROKERS: configFields.text,
  TOPIC_PREFIX: configFields.optionalText,
  PREPARE_ON_START: configFields.boolean,
})
export type SchedulerConfig = z.output<typeof schedulerConfig>
