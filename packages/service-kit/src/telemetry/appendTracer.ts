import { beginBatch } from './spansOfBatch.ts'
import type { Tracing } from './tracing.ts'

type StreamAppend = { events: readonly { metadata: Readonly<Record<string, unknown>> }[] }
type Append = StreamAppend & { companions?: readonly StreamAppend[] }

/** As the event store calls it. */
export type AppendTracer = {
  begin(appends: readonly Append[]): (results: readonly { kind: string }[]) => void
}

/** A statement of the group commit, as a span in the trace of each command that has events in it. */
export function appendTracer(tracing: Tracing | undefined): AppendTracer | undefined {
  if (tracing === undefined) return undefined
  return {
    begin(appends) {
      const attributes = {
        'db.system.name': 'postgresql',
        'db.operation.name': 'append',
        'db.operation.batch.size': appends.length,
      }
      const spans = beginBatch(
        tracing,
        [...parentsOf(appends)].map((parent) => ({ name: 'append', kind: 'client', parent, attributes })),
      )
      return (results) => {
        const failed = results.find(({ kind }) => kind === 'failed' || kind === 'outcome_unknown')
        spans.end(failed === undefined ? {} : { failed: failed.kind })
      }
    },
  }
}

/** Commands for one stream that came together are one append: each has its own trace in the metadata of its events. */
function parentsOf(appends: readonly Append[]): ReadonlySet<string> {
  const parents = new Set<string>()
  for (const append of appends) {
    for (const { events } of [append, ...(append.companions ?? [])]) {
      for (const { metadata } of events) {
        if (typeof metadata.traceparent === 'string') parents.add(metadata.traceparent)
      }
    }
  }
  return parents
}
