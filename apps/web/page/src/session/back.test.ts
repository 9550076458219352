import { expect, it } from '@jest/globals'
import { backFrom } from './back.ts'

it('goes back to a page of ours', () => {
  expect(backFrom('?back=%2Flots%2F1001')).toBe('/lots/1001')
  expect(backFrom('')).toBe('/')
})

it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/a b', '/\n/evil'])(
  'does not go to %p',
  (back) => {
    expect(backFrom(`?back=${encodeURIComponent(back)}`)).toBe('/')
  },
)
