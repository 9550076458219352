import kafkajs from 'kafkajs'

/** The coordinator no longer counts this member, or not in this generation: the group must be joined again. */
const types = new Set(['REBALANCE_IN_PROGRESS', 'NOT_COORDINATOR_FOR_GROUP', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'])

export function isGroupError(error: unknown): boolean {
  return error instanceof kafkajs.KafkaJSProtocolError && types.has(error.type)
}
