import type prom from 'prom-client'
import { startAdminServer } from '../admin/adminServer.ts'
import { createReadiness, type Readiness } from '../admin/readiness.ts'
import { createLifecycle, type Lifecycle } from '../lifecycle/lifecycle.ts'
import { createLogger, type Logger } from '../logging/logger.ts'
import { measureReadiness } from '../metrics/measureReadiness.ts'
import { createMetrics } from '../metrics/metrics.ts'
import { startTracing } from '../telemetry/startTracing.ts'
import type { Tracing } from '../telemetry/tracing.ts'

export type ServiceFrame = {
  logger: Logger
  registry: prom.Registry
  readiness: Readiness
  lifecycle: Lifecycle
  /** Undefined when nothing is to be traced. */
  tracing: Tracing | undefined
  /** Last line of a start: ready from now on, as far as the checks say so. */
  started(fields?: object): void
}

/**
 * What stands around every service: logs, metrics, signals, and the admin port, which answers from the beginning and
 * until the very end. `config` has the fields of `configGroups.service`.
 */
export async function startFrame(
  service: string,
  config: {
    LOG_LEVEL: string
    LOG_PRETTY: boolean
    ADMIN_HOST: string
    ADMIN_PORT: number
    OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined
    OTEL_TRACES_SAMPLER_ARG: number
  },
): Promise<ServiceFrame> {
  const logger = createLogger({ service, level: config.LOG_LEVEL, pretty: config.LOG_PRETTY })
  const registry = createMetrics(service)
  const readiness = createReadiness()
  measureReadiness(registry, readiness)
  const lifecycle = createLifecycle({ logger, readiness })
  lifecycle.handleSignals()
  const { ADMIN_HOST: host, ADMIN_PORT: port } = config
  const admin = await startAdminServer({ port, host, registry, readiness, logger })
  lifecycle.onStop('admin server', () => admin.stop())
  const tracing = await startTracing(config, { service, registry, logger })
  if (tracing !== undefined) lifecycle.onStop('tracing', () => tracing.stop())
  return {
    logger,
    registry,
    readiness,
    lifecycle,
    tracing,
    started(fields = {}) {
      readiness.started()
      logger.info({ ...fields, adminPort: admin.port }, 'started')
    },
  }
}
