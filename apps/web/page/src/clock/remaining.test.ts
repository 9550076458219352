import { expect, it } from '@jest/globals'
import { milestoneBetween, remaining, urgencyOf } from './remaining.ts'

it('counts seconds that have begun, down to none', () => {
  expect(remaining(90_061_000, 0)).toEqual({ days: 1, hours: 1, minutes: 1, seconds: 1, totalSec: 90_061 })
  expect(remaining(1_000, 1).totalSec).toBe(1)
  expect(remaining(1_000, 999).totalSec).toBe(1)
  expect(remaining(1_000, 1_000).totalSec).toBe(0)
  expect(remaining(1_000, 5_000).totalSec).toBe(0)
})

it('is urgent in the last minutes', () => {
  expect([301, 300, 31, 30, 0].map((seconds) => urgencyOf(remaining(seconds * 1_000, 0)))).toEqual([
    'calm',
    'soon',
    'soon',
    'now',
    'now',
  ])
})

it('names a milestone once, when it is passed', () => {
  expect(milestoneBetween(61, 60)).toBe(60)
  expect(milestoneBetween(60, 59)).toBeUndefined()
  expect(milestoneBetween(400, 25)).toBe(30)
  expect(milestoneBetween(11, 0)).toBeUndefined()
  expect(milestoneBetween(20, 90)).toBeUndefined()
})
