import {
  type DiagLogger,
  DiagLogLevel,
  diag,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { AlwaysOnSampler, BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace'
import type { Logger } from '../logging/logger.ts'
import { type TraceContext, traceContextOf, traceparentOf, unrecordedTraceparent } from './traceparent.ts'
import type { Span, Tracing } from './tracing.ts'

/** What waits to be sent: at most some 10 MB; what comes on top is dropped. */
const queueMax = 8_192
const batchMax = 512
const batchEveryMs = 1_000
const exportLimitMs = 5_000
const attributeLengthMax = 256

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
}

export type OpenTelemetryOptions = {
  service: string
  exporter: SpanExporter
  /** Of the traces that begin here, from 0 to 1. */
  ratio: number
  logger: Pick<Logger, 'warn' | 'debug'>
  /** Evenly from [0, 1). */
  random?: () => number
}

/** OTLP over HTTP, as JSON, to `<endpoint>/v1/traces`. */
export const otlpExporter = (endpoint: string): SpanExporter =>
  new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: exportLimitMs })

/**
 * Spans by OpenTelemetry's SDK, in batches from a bounded queue: a collector that is slow or away costs spans, never
 * requests. Parents are handed in and nothing is looked up by the call stack, which would cost each promise something.
 */
export function createOpenTelemetry(options: OpenTelemetryOptions): Tracing & { stop(): Promise<void> } {
  const { service, exporter, ratio, logger, random = Math.random } = options
  diag.setLogger(sdkLogger(logger), DiagLogLevel.WARN)
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'gavel' }),
    sampler: new AlwaysOnSampler(),
    spanLimits: { attributeValueLengthLimit: attributeLengthMax },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        maxQueueSize: queueMax,
        maxExportBatchSize: batchMax,
        scheduledDelayMillis: batchEveryMs,
        exportTimeoutMillis: 2 * exportLimitMs,
      }),
    ],
  })
  const tracer = provider.getTracer('gavel')

  /** Drawn where a trace begins, or comes from a stranger; else as it was decided there. */
  const isRecorded = (given: TraceContext | undefined, fromStranger: boolean): boolean =>
    given === undefined || fromStranger ? random() < ratio : given.recorded

  return {
    begin(start) {
      const given = start.parent === undefined ? undefined : traceContextOf(start.parent)
      // What is not recorded does not come near the SDK: that costs a request 4 µs.
      if (!isRecorded(given, start.fromStranger ?? false)) return silentSpan(given)
      const span = tracer.startSpan(
        start.name,
        {
          kind: kinds[start.kind],
          attributes: { ...start.attributes },
          links: (start.links ?? []).flatMap(linkTo),
          ...(start.startedAtMs === undefined ? {} : { startTime: start.startedAtMs }),
        },
        given === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, spanContextOf(given)),
      )
      const { traceId, spanId } = span.spanContext()
      return {
        traceparent: traceparentOf({ traceId, spanId, recorded: true }),
        recorded: true,
        link: (traceparent) => void span.addLinks(linkTo(traceparent)),
        end({ name, attributes, failed } = {}) {
          if (name !== undefined) span.updateName(name)
          if (attributes !== undefined) span.setAttributes({ ...attributes })
          if (failed !== undefined)
            span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', kindOf(failed))
          span.end()
        },
      }
    },
    stop: () => provider.shutdown(),
  }
}

/** That its queue was full is for everybody; each failed try to send is told by reportingExporter. */
function sdkLogger(logger: OpenTelemetryOptions['logger']): DiagLogger {
  const say = (message: string): void => {
    if (message.startsWith('Dropped ')) logger.warn({ reason: message }, 'traces are incomplete')
    else logger.debug({ opentelemetry: message }, 'a word of the tracing SDK')
  }
  return { error: say, warn: say, info: say, debug: say, verbose: say }
}

const silentSpan = (given: TraceContext | undefined): Span => ({
  traceparent: given === undefined ? unrecordedTraceparent() : traceparentOf({ ...given, recorded: false }),
  recorded: false,
  link: () => undefined,
  end: () => undefined,
})

const spanContextOf = ({ traceId, spanId }: TraceContext): SpanContext => ({
  traceId,
  spanId,
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
})

function linkTo(traceparent: string): { context: SpanContext }[] {
  const context = traceContextOf(traceparent)
  return context === undefined ? [] : [{ context: spanContextOf(context) }]
}

/** Never its message: that may quote what a person has sent. */
const kindOf = (failed: unknown): string =>
  failed instanceof Error ? failed.name : typeof failed === 'string' ? failed : 'unknown'
