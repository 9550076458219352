import { ConfigError } from '@gavel/service-kit'
import { z } from 'zod'

/** What was typed is not understood, or names something that is not there. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** Whoever was to tell something has not told it to its end: he has said why. */
export class CutShort extends Error {
  override name = 'CutShort'
}

/** It could not be done as things are; its message says why, and nothing has changed. */
export class NotDone extends Error {
  override name = 'NotDone'
}

const coded = z.object({ code: z.string(), message: z.string() })

/** Of Node and PostgreSQL, what says by itself what is wrong. */
const plain: Readonly<Record<string, string>> = {
  '42P01': 'There are no tables yet: start Gavel first.',
  '28P01': 'The database does not let this role in: see DATABASE_URL.',
  '55P03': 'Somebody writes to the tables for too long.',
  '3D000': 'There is no such database: see DATABASE_URL.',
  ECONNREFUSED: 'Nobody answers there.',
  ENOTFOUND: 'There is no such host.',
  ENOENT: 'There is no such program or file.',
}

const plainErrors = [UsageError, CutShort, NotDone, ConfigError]
/** Of kafkajs, what says that a broker is away; the others are faults of ours. */
const kafkaAway =
  /^KafkaJS(Connection|NumberOfRetriesExceeded|NonRetriable|BrokerNotFound|RequestTimeout|Timeout|GroupCoordinatorNotFound)|^Error: Broker not connected$/
/** What the driver says without a code. */
const noAnswer = /^(timeout expired|timeout exceeded when trying to connect|Connection terminated)/

/** What is said of an error: a line for what an operator can mend, all there is for what he cannot. */
export function told(error: unknown): unknown {
  const isPlain = plainErrors.some((known) => error instanceof known)
  if (error instanceof Error && isPlain) return error.message
  if (error instanceof Error && kafkaAway.test(`${error.name}: ${error.message}`)) {
    return `Kafka does not answer: see KAFKA_BROKERS. (${error.message})`
  }
  if (error instanceof Error && noAnswer.test(error.message)) {
    return `The database does not answer: see DATABASE_URL. (${error.message})`
  }
  const parsed = coded.safeParse(error)
  const explained = parsed.success ? plain[parsed.data.code] : undefined
  if (parsed.success && explained !== undefined) {
    return parsed.data.code === '42P01' ? explained : `${explained} (${parsed.data.message})`
  }
  return error
}
