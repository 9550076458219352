import { pino } from 'pino'
import type { Logger } from '../../src/index.ts'

/** A logger whose lines can be looked at. */
export function captured(level: string): { logger: Logger; lines: string[] } {
  const lines: string[] = []
  return { logger: pino({ level }, { write: (line: string) => void lines.push(line) }), lines }
}
