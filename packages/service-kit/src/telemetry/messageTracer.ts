import { type BatchSpans, beginBatch } from './spansOfBatch.ts'
import { traceContextOf, traceparentOf } from './traceparent.ts'
import type { Tracing } from './tracing.ts'

/** As the messaging package calls it. */
export type MessageTracer = {
  sending(messages: readonly { topic: string; traceparent: string | undefined }[]): BatchSpans
  handling(
    work: { group: string; topic: string },
    messages: readonly { traceparent: string | undefined; timestampMs: number }[],
  ): BatchSpans
}

/**
 * A log that is read again from its beginning (a rebuild, a new consumer) is no part of the traces of then: what is
 * older than this is followed no further.
 */
const ageMaxMs = 600_000

/** A span for each message that is sent or handled in a recorded trace; the next hop's parent is the one before. */
export function messageTracer(tracing: Tracing | undefined, now: () => number = Date.now): MessageTracer | undefined {
  if (tracing === undefined) return undefined
  return {
    sending: (messages) =>
      beginBatch(
        tracing,
        messages.map(({ topic, traceparent }) => ({
          name: `send ${topic}`,
          kind: 'producer',
          parent: traceparent,
          attributes: { ...attributesOf('send', topic), 'messaging.batch.message_count': messages.length },
        })),
      ),
    handling({ group, topic }, messages) {
      const oldestMs = now() - ageMaxMs
      const count = { 'messaging.batch.message_count': messages.length, 'messaging.consumer.group.name': group }
      return beginBatch(
        tracing,
        messages.map(({ traceparent, timestampMs }) =>
          traceparent === undefined
            ? undefined
            : {
                name: `process ${topic}`,
                kind: 'consumer',
                parent: timestampMs < oldestMs ? unrecorded(traceparent) : traceparent,
                attributes: { ...attributesOf('process', topic), ...count },
              },
        ),
      )
    },
  }
}

const attributesOf = (operation: 'send' | 'process', topic: string) => ({
  'messaging.system': 'kafka',
  'messaging.operation.type': operation,
  'messaging.destination.name': topic,
})

function unrecorded(traceparent: string): string {
  const context = traceContextOf(traceparent)
  return context === undefined ? traceparent : traceparentOf({ ...context, recorded: false })
}
