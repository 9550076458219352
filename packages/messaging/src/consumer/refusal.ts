import type { KafkaMessage } from 'kafkajs'

export type RefusalReason = 'invalid_message' | 'decode_failed' | 'handle_failed'

/** A message that cannot be handled, and why. The topic by its full name. */
export type Refusal = { topic: string; partition: number; message: KafkaMessage; reason: RefusalReason; error: unknown }
