import type { SpanExporter } from '@opentelemetry/sdk-trace'
import prom from 'prom-client'
import type { Logger } from '../logging/logger.ts'

/** As OpenTelemetry counts: 0 is success. */
const success = 0

/** Counts what became of spans, and says once when they can not be sent and once when they can again. */
export function reportingExporter(
  exporter: SpanExporter,
  { registry, logger }: { registry: prom.Registry; logger: Pick<Logger, 'warn' | 'info'> },
): SpanExporter {
  const spans = new prom.Counter({
    name: 'telemetry_spans_total',
    help: 'Spans that a collector has taken (outcome=sent), and that it has not (outcome=lost)',
    labelNames: ['outcome'],
    registers: [registry],
  })
  let away = false
  return {
    export(batch, done) {
      exporter.export(batch, ({ code, error }) => {
        const sent = code === success
        spans.inc({ outcome: sent ? 'sent' : 'lost' }, batch.length)
        if (sent && away) logger.info({}, 'traces are sent again')
        if (!sent && !away) logger.warn({ reason: error?.message }, 'traces can not be sent and are lost')
        away = !sent
        // Told here: the SDK would tell each time.
        done({ code: success })
      })
    },
    shutdown: () => exporter.shutdown(),
    async forceFlush() {
      await exporter.forceFlush?.()
    },
  }
}
