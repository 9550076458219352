import kafkajs, { type Kafka, type RetryOptions } from 'kafkajs'
import { createClientLog } from './clientLog.ts'
import { connectionTimeoutMs, requestTimeoutMs } from './limits.ts'
import type { MessagingLogger } from './logger.ts'
import { openSocket } from './socket.ts'

export type ClientOptions = { brokers: string; clientId: string; logger: MessagingLogger }

/** All of them are given: kafkajs has other defaults when NODE_ENV is test. About 3 s in all; then the caller decides. */
const retry: RetryOptions = { initialRetryTime: 100, multiplier: 2, factor: 0.5, maxRetryTime: 1_000, retries: 5 }

export function brokerList(brokers: string): string[] {
  const list = brokers
    .split(',')
    .map((broker) => broker.trim())
    .filter((broker) => broker !== '')
  if (list.length === 0) throw new Error('No Kafka broker is given')
  return list
}

/**
 * One for each producer and consumer: two consumers of a group that come from one Kafka object share kafkajs's map of
 * committed offsets, and each clears it for both when it joins. Kept apart, nothing depends on how kafkajs mends that.
 */
export function createClient(options: ClientOptions, limits: { requestTimeoutMs?: number } = {}): Kafka {
  return new kafkajs.Kafka({
    brokers: brokerList(options.brokers),
    clientId: options.clientId,
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: limits.requestTimeoutMs ?? requestTimeoutMs,
    enforceRequestTimeout: true,
    retry,
    socketFactory: openSocket,
    logLevel: kafkajs.logLevel.INFO,
    logCreator: createClientLog(options.logger),
  })
}
