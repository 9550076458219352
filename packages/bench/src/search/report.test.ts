import { describe, expect, it } from '@jest/globals'
import { hitShare } from './cacheCounts.ts'
import { newSearches, popularSearches } from './catalogue.ts'
import { courses } from './courses.ts'
import { report, type SearchRound } from './report.ts'

function round(name: string, accepted: number, more: Partial<SearchRound> = {}): SearchRound {
  const course = courses.find((known) => known.name === name)
  if (course === undefined) throw new Error(`there is no course ${name}`)
  return {
    course,
    connections: 8,
    accepted,
    refused: 0,
    failed: 0,
    elapsedMs: 2_000,
    latencyMs: { p50: 1, p95: 2, p99: 3 },
    generatorCores: 0.5,
    versions: [],
    cores: new Map(),
    hitShare: 0,
    bidsPerSecond: 0,
    ...more,
  }
}

describe('the report of searches', () => {
  it('gives medians over the rounds, the ratio to the bare route, and what was cached or bid', () => {
    const rounds = [20_000, 60_000, 40_000].map((accepted) => round('bare route', accepted))
    rounds.push(...[0.9, 1, 0.95].map((share) => round('cached', 10_000, { hitShare: share })))
    rounds.push(round('each for the first time', 1_000))
    rounds.push(round('cached, while bids pour in', 4_000, { hitShare: 0.5, bidsPerSecond: 321 }))
    const lines = report(rounds).replaceAll(/ +/g, ' ').split('\n')
    expect(lines.slice(2)).toEqual([
      '| bare route | 20,000 | 1.0 | 2.0 | 1 | | | 0 |',
      '| cached | 5,000 | 1.0 | 2.0 | 0.25 | 95 % | | 0 |',
      '| each for the first time | 500 | 1.0 | 2.0 | 0.03 | 0 % | | 0 |',
      '| cached, while bids pour in | 2,000 | 1.0 | 2.0 | 0.10 | 50 % | 321 | 0 |',
    ])
  })

  it('has a table for each number of connections', () => {
    const tables = report([round('cached', 1), round('cached', 1, { connections: 64 })]).split('\n\n')
    expect(tables.map((table) => table.slice(0, 17))).toEqual(['| 8 connections  ', '| 64 connections '])
  })
})

describe('the share of hits', () => {
  it('is of the searches between the two, however they were answered', () => {
    const before = new Map([['hit', 100]])
    const after = new Map([
      ['hit', 130],
      ['miss', 6],
      ['joined', 3],
      ['bypass', 1],
    ])
    expect(hitShare(before, after)).toBe(0.75)
  })

  it('is 0 where nothing was searched', () => {
    expect(hitShare(new Map([['hit', 5]]), new Map([['hit', 5]]))).toBe(0)
  })
})

it('popular searches differ from each other, new ones from themselves', () => {
  expect(new Set(popularSearches).size).toBe(popularSearches.length)
  expect(popularSearches.length).toBeGreaterThan(24)
  for (const search of newSearches) expect(search).toContain('{n}')
})
