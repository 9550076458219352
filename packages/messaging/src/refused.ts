import { z } from 'zod'

/** How kafkajs marks an answer of the broker; `retriable` is the protocol's own word. */
const brokerAnswer = z.object({
  name: z.literal('KafkaJSProtocolError'),
  retriable: z.literal(false),
  type: z.string(),
})

/** Answers that are about the messages. Others that are not retriable (no right, no such topic) may be mended meanwhile. */
const aboutMessages = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'CORRUPT_MESSAGE', 'INVALID_RECORD'])

/** Whether a send failed because Kafka will never take these messages, however often they are sent. */
export function isRefused(error: unknown): boolean {
  const answer = brokerAnswer.safeParse(error)
  return answer.success && aboutMessages.has(answer.data.type)
}
