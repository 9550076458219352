import { InMemorySpanExporter } from '@opentelemetry/sdk-trace'
import { pino } from 'pino'
import type { Tracing } from '../../src/index.ts'
import { createOpenTelemetry } from '../../src/telemetry/openTelemetry.ts'

/** Tracing as it is, but that what is sent can be looked at. */
export function recordedTracing(options: { ratio?: number; random?: () => number } = {}) {
  const exporter = new InMemorySpanExporter()
  const { ratio = 1, random } = options
  const made = createOpenTelemetry({
    service: 'test',
    exporter,
    ratio,
    logger: pino({ level: 'silent' }),
    ...(random === undefined ? {} : { random }),
  })
  const tracing: Tracing = { begin: made.begin }
  return {
    tracing,
    /** All spans that have ended so far, by their names; nothing can be recorded afterwards. */
    async spans() {
      const kept: ReturnType<InMemorySpanExporter['getFinishedSpans']>[number][] = []
      const shutdown = exporter.shutdown.bind(exporter)
      exporter.shutdown = async () => {
        kept.push(...exporter.getFinishedSpans())
        await shutdown()
      }
      await made.stop()
      return new Map(kept.map((span) => [span.name, span]))
    },
  }
}
