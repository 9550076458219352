import { setTimeout as sleep } from 'node:timers/promises'
import { createScope, type Scope } from '@gavel/local-stack'
import { afterAll, afterEach, beforeAll } from '@jest/globals'
import kafkajs, { type Admin, type Kafka } from 'kafkajs'
import {
  type ConsumeOptions,
  createMessaging,
  type Messaging,
  type MessagingOptions,
  type OutgoingMessage,
  type ReceivedMessage,
} from '../src/index.ts'

export type LogLine = { level: string; fields: object; message: string }

export type Bench = {
  scope(): Scope
  log: LogLine[]
  /** One process' worth; stopped after the test. */
  messaging(options?: Partial<MessagingOptions>): Messaging
  /** kafkajs as it comes, to look from outside. */
  kafka(): Kafka
  withAdmin<T>(ask: (admin: Admin) => Promise<T>): Promise<T>
}

/** Own topics on the real broker, for the tests of one file. */
export function useBench(): Bench {
  let scope: Scope | undefined
  let made: Messaging[] = []
  const log: LogLine[] = []
  const write = (level: string) => (fields: object, message: string) => void log.push({ level, fields, message })
  const logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }

  function current(): Scope {
    if (!scope) throw new Error('There is no scope before the tests begin')
    return scope
  }

  function kafka(): Kafka {
    return new kafkajs.Kafka({
      brokers: current().addresses.kafkaBrokers.split(','),
      logLevel: kafkajs.logLevel.NOTHING,
    })
  }

  beforeAll(async () => {
    scope = await createScope()
  })
  afterEach(async () => {
    await Promise.all(made.map((messaging) => messaging.stop()))
    made = []
    log.length = 0
  })
  afterAll(async () => {
    await scope?.drop()
  })

  return {
    scope: current,
    log,
    messaging(options = {}) {
      const { topicPrefix, addresses } = current()
      const messaging = createMessaging({
        brokers: addresses.kafkaBrokers,
        clientId: 'test',
        topicPrefix,
        logger,
        ...options,
      })
      made.push(messaging)
      return messaging
    },
    kafka,
    async withAdmin(ask) {
      const admin = kafka().admin()
      await admin.connect()
      try {
        return await ask(admin)
      } finally {
        await admin.disconnect()
      }
    },
  }
}

/** Waits for a condition; the limit is there to fail, not to pass. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limitMs = 25_000,
): Promise<void> {
  const deadlineMs = Date.now() + limitMs
  while (!(await condition())) {
    if (Date.now() > deadlineMs) throw new Error(`Not within ${limitMs} ms: ${what}`)
    await sleep(20)
  }
}

export const text = (message: ReceivedMessage) => String(message.value)

export function messages(
  topic: string,
  count: number,
  keyOf: (index: number) => string = () => 'k',
): OutgoingMessage[] {
  return Array.from({ length: count }, (_, index) => ({
    topic,
    key: keyOf(index),
    value: Buffer.from(String(index)),
    headers: {},
  }))
}

export const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index))

/** A consumer that only collects. */
export function collect(
  group: string,
  topic: string,
  overrides: Partial<ConsumeOptions<string>> = {},
): { seen: string[]; failures: unknown[]; options: ConsumeOptions<string> } {
  const seen: string[] = []
  const failures: unknown[] = []
  return {
    seen,
    failures,
    options: {
      groupId: group,
      topics: [topic],
      decode: text,
      handle: async (batch) => void seen.push(...batch),
      isTransient: () => false,
      onFatal: (error) => void failures.push(error),
      ...overrides,
    },
  }
}
