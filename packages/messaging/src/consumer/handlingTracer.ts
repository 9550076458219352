import type { KafkaMessage } from 'kafkajs'
import type { Context } from '../context.ts'
import { lastOf } from '../headers.ts'
import type { Traced } from '../tracer.ts'

/** Begins what follows the messages of a chunk; undefined when nobody follows them. */
export function handlingTracer(
  { tracer }: Context,
  group: string,
): ((topic: string, messages: readonly KafkaMessage[]) => Traced) | undefined {
  if (tracer === undefined) return undefined
  return (topic, messages) =>
    tracer.handling(
      { group, topic },
      messages.map(({ headers, timestamp }) => ({
        traceparent: lastOf(headers?.traceparent)?.toString(),
        timestampMs: Number(timestamp),
      })),
    )
}
