import { expect, it } from '@jest/globals'
import { type LiveRound, progressOf, report } from './report.ts'

const round: LiveRound = {
  way: 'direct',
  viewers: 1_000,
  wrong: 0,
  events: 50_000,
  eventBytes: 700,
  latencyMs: { p50: 20.4, p95: 40.6, p99: 60 },
  generatorCores: 0.4,
  bidsPerSecond: 99.96,
  bids: 100,
  notAccepted: 0,
  cores: new Map([
    ['viewers', 0.4],
    ['query-api', 0.31],
    ['scheduler', 0.01],
  ]),
  residentBytes: 250e6,
}

it('the report has a row for each round, and who was busy', () => {
  const bare: LiveRound = { ...round, way: 'bare', wrong: 3, cores: new Map() }
  const lines = report([bare, round]).replaceAll(/ +/g, ' ').split('\n')
  expect(lines[0]).toMatch(/^\| \| viewers \| bids\/s \| p50 ms/)
  expect(lines.slice(2)).toEqual([
    '| bare Node | 1,000 | 100 | 20 | 41 | 60 | 0.50 | 700 | 250 | not 3 | |',
    '| Gavel | 1,000 | 100 | 20 | 41 | 60 | 0.50 | 700 | 250 | yes | viewers 0.40, query-api 0.31 |',
  ])
})

it('a line of progress says what went wrong', () => {
  expect(progressOf({ ...round, wrong: 2, reason: 'the server hung up' })).toBe(
    'Gavel, 1000 viewers: 100 bids/s, p50 20.4 ms, p95 40.6 ms, 0 bids not accepted, 2 viewers wrong: the server hung up',
  )
})
