import { describe, expect, it } from '@jest/globals'
import kafkajs, { type LogEntry } from 'kafkajs'
import { createClientLog, levelOf } from './clientLog.ts'

const { ERROR, WARN, INFO } = kafkajs.logLevel

function entry(level: LogEntry['level'], message: string): LogEntry {
  return {
    level,
    namespace: 'Connection',
    label: '',
    log: { timestamp: 'now', logger: 'kafkajs', message, broker: 'b:1' },
  }
}

describe('the log of kafkajs', () => {
  it.each([
    [ERROR, 'Connection error: connect ECONNREFUSED 127.0.0.1:9092', 'warn'],
    [WARN, 'Consumer is not aware of all assigned partitions, refreshing metadata', 'warn'],
    [WARN, 'The group is rebalancing, re-joining', 'info'],
    [ERROR, 'The coordinator is not aware of this member, re-joining the group', 'info'],
    [ERROR, 'Response Heartbeat(key: 12, version: 3)', 'info'],
    [ERROR, 'Offset out of range, resetting to default offset', 'error'],
    [INFO, 'Stopped', 'debug'],
  ])('takes level %s, "%s", as %s', (level, message, expected) => {
    expect(levelOf(entry(level, message))).toBe(expected)
  })

  it('writes fields and message as pino takes them', () => {
    const lines: unknown[] = []
    const write = (level: string) => (fields: object, message: string) => void lines.push({ level, fields, message })
    const logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
    createClientLog(logger)(INFO)(entry(ERROR, 'Connection timeout'))
    expect(lines).toEqual([
      { level: 'warn', fields: { broker: 'b:1', namespace: 'Connection' }, message: 'kafkajs: Connection timeout' },
    ])
  })
})
