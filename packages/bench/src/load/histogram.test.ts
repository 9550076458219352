import { describe, expect, it } from '@jest/globals'
import { createHistogram } from './histogram.ts'

describe('latencies', () => {
  it('give their percentiles, to 0.02 ms', () => {
    const histogram = createHistogram()
    for (let latencyMs = 1; latencyMs <= 100; latencyMs += 1) histogram.add(latencyMs)
    expect(histogram.percentileMs(0.5)).toBeCloseTo(50, 1)
    expect(histogram.percentileMs(0.95)).toBeCloseTo(95, 1)
    expect(histogram.percentileMs(0.99)).toBeCloseTo(99, 1)
  })

  it('of nothing are 0, and beyond 10 s count as 10 s', () => {
    const histogram = createHistogram()
    expect(histogram.percentileMs(0.99)).toBe(0)
    histogram.add(60_000)
    expect(histogram.percentileMs(0.5)).toBeCloseTo(10_000, 1)
  })
})
