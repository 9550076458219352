import type prom from 'prom-client'
import type { Logger } from '../logging/logger.ts'
import type { Tracing } from './tracing.ts'

/**
 * Tracing where an endpoint is set; undefined where none is: then OpenTelemetry is not even loaded, and whoever would
 * make spans has nothing to ask. `stop` sends what waits.
 */
export async function startTracing(
  config: { OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined; OTEL_TRACES_SAMPLER_ARG: number },
  { service, registry, logger }: { service: string; registry: prom.Registry; logger: Logger },
): Promise<(Tracing & { stop(): Promise<void> }) | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: ratio } = config
  if (endpoint === undefined) return undefined
  const { createOpenTelemetry, otlpExporter } = await import('./openTelemetry.ts')
  const { reportingExporter } = await import('./reportingExporter.ts')
  const exporter = reportingExporter(otlpExporter(endpoint), { registry, logger })
  return createOpenTelemetry({ service, exporter, ratio, logger })
}
