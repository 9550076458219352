import { describe, expect, it } from '@jest/globals'
import { formatMoney, fractionDigits, moneyInField, parseMoney } from './money.ts'

describe('parseMoney', () => {
  it.each([
    ['1200', 'KRW', 1200],
    ['1,200', 'KRW', 1200],
    ['₩1,200', 'KRW', 1200],
    ['1 234 567', 'JPY', 1_234_567],
    ['45', 'USD', 4500],
    ['45.5', 'USD', 4550],
    ['45,50', 'USD', 4550],
    ['1,234.56', 'USD', 123_456],
    ['12원', 'KRW', 12],
    ['12 krw', 'KRW', 12],
    ['$ 45.50', 'USD', 4550],
    ['0', 'USD', 0],
  ])('reads %s %s as %d', (typed, currency, amount) => {
    expect(parseMoney(typed, currency)).toBe(amount)
  })

  it.each([
    ['', 'KRW'],
    ['-5', 'KRW'],
    ['1.5', 'KRW'],
    ['1.234', 'USD'],
    ['1.2.3', 'USD'],
    ['ten', 'USD'],
    ['5만', 'KRW'],
    ['5k', 'USD'],
    ['12 apples', 'USD'],
    ['12 USD', 'KRW'],
    ['1e5', 'USD'],
    ['9999999999999999', 'USD'],
  ])('takes %p %s for no amount', (typed, currency) => {
    expect(parseMoney(typed, currency)).toBeUndefined()
  })
})

it('writes into a field what it reads out of it', () => {
  for (const currency of ['KRW', 'USD', 'KWD']) {
    for (const amount of [0, 1, 99, 100, 4_550, 1_234_567]) {
      expect(parseMoney(moneyInField(amount, currency), currency)).toBe(amount)
    }
  }
})

it('shows an amount with its currency, also one that nobody knows', () => {
  expect(formatMoney(123_456, 'USD', 'en')).toBe('$1,234.56')
  expect(formatMoney(1_200, 'KRW', 'ko')).toBe('₩1,200')
  expect(fractionDigits('no code')).toBe(2)
  expect(formatMoney(150, 'no code', 'en')).toBe('1.5 no code')
})
