import { traceContextOf, traceIdOf } from './traceparent.ts'
import type { Span, SpanEnding, SpanStart, Tracing } from './tracing.ts'

export type BatchSpans = {
  /** What each carries on, in their order; undefined where there is no trace. */
  traceparents: readonly (string | undefined)[]
  end(ending?: SpanEnding): void
}

/**
 * A batch is one piece of work for many traces. Each of them that is recorded gets a span of its own, with its own
 * parent, so that every trace is whole by itself; the first stands for the batch and is linked with all the others,
 * both ways, as far as the SDK keeps links (128) and they are of other traces. A member without a parent begins a trace; undefined is of none.
 */
export function beginBatch(tracing: Tracing, members: readonly (SpanStart | undefined)[]): BatchSpans {
  const spans: Span[] = []
  let first: Span | undefined
  const traceparents = members.map((member) => {
    if (member === undefined) return undefined
    if (member.parent !== undefined && traceContextOf(member.parent)?.recorded !== true) return member.parent
    const other = first === undefined || isOfOneTrace(first.traceparent, member.parent) ? undefined : first
    const span = tracing.begin(other === undefined ? member : { ...member, links: [other.traceparent] })
    other?.link(span.traceparent)
    first ??= span
    spans.push(span)
    return span.traceparent
  })
  return {
    traceparents,
    end(ending) {
      for (const span of spans) span.end(ending)
    },
  }
}

const isOfOneTrace = (one: string, other: string | undefined): boolean => traceIdOf(one) === traceIdOf(other)
