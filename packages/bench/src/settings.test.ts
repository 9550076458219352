import { expect, it } from '@jest/globals'
import { readLiveSettings } from './settings.ts'

it('the live bench has numbers of viewers', () => {
  expect(readLiveSettings([])).toEqual({ seconds: 10, viewers: [1_000, 4_000, 10_000] })
  expect(readLiveSettings(['--viewers', '5,20', '--seconds', '3'])).toEqual({ seconds: 3, viewers: [5, 20] })
  expect(() => readLiveSettings(['--viewers', '0'])).toThrow()
  expect(() => readLiveSettings(['--viewers', '20000'])).toThrow()
  expect(() => readLiveSettings(['--connections', '8'])).toThrow()
})
