import { pino } from 'pino'
import pretty from 'pino-pretty'
import { redactedPaths } from './redaction.ts'

export type Logger = pino.Logger

/**
 * JSON lines on standard output, or the open file `fd` (or coloured text for people when `pretty`). Written synchronously, so that the last
 * line before a crash is there; what may not be read by others is redacted (see redaction.ts).
 * @throws Error when `level` is not one of pino's.
 */
export function createLogger(options: { service: string; level: string; pretty: boolean; fd?: number }): Logger {
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: { service: options.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: redactedPaths, censor: '[redacted]' },
  }
  if (!options.pretty) return pino(settings, pino.destination({ fd: options.fd ?? 1, sync: true }))
  return pino(settings, pretty({ sync: true, ignore: 'service', messageFormat: '{service}: {msg}' }))
}
