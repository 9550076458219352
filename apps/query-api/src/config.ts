import { configFields } from '@gavel/service-kit'
import { z } from 'zod'

export const configSchema = z.object({
  GAVEL_ENV: configFields.environment,
  PORT: configFields.port,
  ADMIN_PORT: configFields.port,
  LOG_LEVEL: configFields.logLevel,
  LOG_PRETTY: configFields.boolean,
  DATABASE_URL: configFields.databaseUrl,
  KAFKA_BROKERS: configFields.text,
  TOPIC_PREFIX: configFields.optionalText,
  /** Run migrations and create topics when starting. In production that is a step of the deployment. */
  PREPARE_ON_START: configFields.boolean,
  TOKEN_JWKS: configFields.jwks,
  TOKEN_ISSUER: configFields.text,
  TOKEN_AUDIENCE: configFields.text,
  /** Whether the classic routes name bidders by their paddle numbers; else by their numbers in the lot. */
  CLASSIC_OPEN_BIDDING: configFields.boolean,
})
