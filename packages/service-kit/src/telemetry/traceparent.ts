import { randomUUID } from 'node:crypto'

/** W3C Trace Context, version 00; ids of zeros only are invalid there. */
const pattern = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/

export const isTraceparent = (text: string): boolean => pattern.test(text)

export type TraceContext = { traceId: string; spanId: string; recorded: boolean }

/** What a traceparent says; undefined when it is none. */
export function traceContextOf(traceparent: string): TraceContext | undefined {
  const [, traceId, spanId, flags] = pattern.exec(traceparent) ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined
  return { traceId, spanId, recorded: (Number.parseInt(flags, 16) & 1) === 1 }
}

export const traceparentOf = ({ traceId, spanId, recorded }: TraceContext): string =>
  `00-${traceId}-${spanId}-${recorded ? '01' : '00'}`

/** The id by which a log line finds its trace; undefined when there is none. */
export const traceIdOf = (traceparent: string | undefined): string | undefined =>
  traceparent === undefined ? undefined : traceContextOf(traceparent)?.traceId

const hex = (): string => randomUUID().replaceAll('-', '')

/** A trace of which nobody records anything: it is carried on all the same, and logs name it. */
// The second half of a UUID: its variant bits keep it from being all zeros.
export const unrecordedTraceparent = (): string => `00-${hex()}-${hex().slice(16)}-00`
