import { describe, expect, it } from '@jest/globals'
import { isBuyNowOn, isReserveMet } from './buyNow.ts'

const offer = { buyNowPrice: 9_000, buyNowPolicy: 'until_price_reached', reservePrice: null } as const

describe('buying at once', () => {
  it.each([
    ['until_first_bid', null, null, true],
    ['until_first_bid', null, 1_000, false],
    ['until_reserve_met', 5_000, null, true],
    ['until_reserve_met', 5_000, 4_999, true],
    ['until_reserve_met', 5_000, 5_000, false],
    ['until_reserve_met', null, null, true],
    ['until_reserve_met', null, 1_000, false],
    ['until_price_reached', null, null, true],
    ['until_price_reached', null, 8_999, true],
    ['until_price_reached', null, 9_000, false],
  ] as const)('%s with reserve %s at price %s is %s', (buyNowPolicy, reservePrice, price, isOn) => {
    expect(isBuyNowOn({ ...offer, buyNowPolicy, reservePrice }, price)).toBe(isOn)
  })

  it('is never on without a price for it', () => {
    expect(isBuyNowOn({ ...offer, buyNowPrice: null }, null)).toBe(false)
  })
})

describe('a reserve', () => {
  it('is met from its own amount on; none is always met', () => {
    expect([isReserveMet(500, null), isReserveMet(500, 499), isReserveMet(500, 500)]).toEqual([false, false, true])
    expect(isReserveMet(null, null)).toBe(true)
  })
})
