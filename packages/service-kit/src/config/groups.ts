import { configFields } from './fields.ts'

const { boolean, databaseUrl, environment, jwks, logLevel, optionalText, optionalUrl, port, ratio, text } = configFields

/** The settings that services have in common, to be spread into their schemas. */
export const configGroups = {
  service: {
    GAVEL_ENV: environment,
    LOG_LEVEL: logLevel,
    LOG_PRETTY: boolean,
    /** The interface of /livez, /readyz and /metrics: this machine alone unless said otherwise. */
    ADMIN_HOST: text.default('127.0.0.1'),
    ADMIN_PORT: port,
    /** Where traces go, by OTLP over HTTP; nothing is traced without it. */
    OTEL_EXPORTER_OTLP_ENDPOINT: optionalUrl,
    /** The share of the traces beginning here that are recorded; all unless said otherwise. */
    OTEL_TRACES_SAMPLER_ARG: ratio.default(1),
  },
  http: {
    HOST: text.default('127.0.0.1'),
    PORT: port,
  },
  database: {
    DATABASE_URL: databaseUrl,
    /** Run migrations and create topics when starting. In production that is a step of the deployment. */
    PREPARE_ON_START: boolean,
  },
  kafka: {
    /** host:port, separated by commas. */
    KAFKA_BROKERS: text,
    TOPIC_PREFIX: optionalText,
  },
  tokens: {
    TOKEN_JWKS: jwks,
    TOKEN_ISSUER: text,
    TOKEN_AUDIENCE: text,
  },
}
