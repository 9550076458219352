import { randomBytes } from 'node:crypto'
import type { Received } from './receiver.ts'

/** What a browser that traces by itself would send; whether it records anything is not ours to know. */
export function browsersTrace() {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')]
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-00` }
}

/** A span and all that are above it, up to the first that is not ours. */
export function wayUp(spans: readonly Received[], from: Received): readonly Received[] {
  const above = spans.find(({ traceId, spanId }) => traceId === from.traceId && spanId === from.parentSpanId)
  return above === undefined ? [from] : [from, ...wayUp(spans, above)]
}

export const nameOf = ({ service, name }: Received): string => `${service}: ${name}`
