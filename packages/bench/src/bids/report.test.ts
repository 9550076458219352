import { describe, expect, it } from '@jest/globals'
import { median } from '../table.ts'
import { report } from './report.ts'
import { courses, type Round } from './round.ts'

function round(name: string, accepted: number, catchUpMs = 0): Round {
  const course = courses.find((known) => known.name.startsWith(name))
  if (course === undefined) throw new Error(`there is no course ${name}`)
  return {
    course,
    connections: 64,
    accepted,
    refused: 0,
    failed: 0,
    elapsedMs: 1_000,
    latencyMs: { p50: 1, p95: 2, p99: 3 },
    generatorCores: 0.5,
    versions: [],
    cores: new Map([
      ['command-api', 0.9],
      ['web', 0.01],
    ]),
    catchUpMs,
  }
}

describe('the report', () => {
  it('gives medians over the rounds, and the ratio to the bare route', () => {
    const rounds = [round('bare', 10_000), round('bare', 30_000), round('bare', 20_000)]
    rounds.push(round('hot', 8_000, 40), round('hot', 12_000, 10), round('hot', 10_000, 20))
    const lines = report(rounds).split('\n')
    expect(lines[0]).toMatch(/^\| 64 connections +\| accepted\/s/)
    expect(lines[2]).toMatch(/^\| bare route +\| +20,000 \|.*\| +1 \|/)
    expect(lines[3]).toMatch(
      /^\| hot: 1 lot +\| +10,000 \|.*\| +0.50 \| +0.02 s \| +generator 0.50, command-api 0.90 \|$/,
    )
  })

  it('takes the lower middle of an even number', () => {
    expect(median([4, 1, 3, 2])).toBe(2)
    expect(median([])).toBe(0)
  })
})
