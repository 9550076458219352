import kafkajs, { type LogEntry, type logCreator } from 'kafkajs'
import type { MessagingLogger } from './logger.ts'

type Level = keyof MessagingLogger

/** What happens at every deployment or new broker, though kafkajs warns of it; an error in a response is also thrown to who asked. */
const everyday = [
  /group is rebalancing/,
  /not aware of this member/,
  /coordinator is loading/,
  /^Restarting the consumer/,
  /^Response /,
]
/** The one case in which messages are gone. */
const grave = [/Offset out of range/]

/** kafkajs reports as errors what it then tries again; what is final comes out of this package as a rejection or onFatal. */
export function levelOf({ level, log }: LogEntry): Level {
  if (grave.some((pattern) => pattern.test(log.message))) return 'error'
  if (everyday.some((pattern) => pattern.test(log.message))) return 'info'
  return level === kafkajs.logLevel.ERROR || level === kafkajs.logLevel.WARN ? 'warn' : 'debug'
}

export function createClientLog(logger: MessagingLogger): logCreator {
  return () => (entry) => {
    const { message, timestamp: _timestamp, logger: _logger, ...fields } = entry.log
    logger[levelOf(entry)]({ ...fields, namespace: entry.namespace }, `kafkajs: ${message}`)
  }
}
