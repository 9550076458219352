import { describe, expect, it } from '@jest/globals'
import { closeAuction } from './closeAuction.ts'
import { failSale } from './failSale.ts'
import { alice, bob, carol, dave, endMs, openLot, play, then } from './scenario.fixture.ts'

const dayMs = 86_400_000
const open = play(openLot(), [[bob, 'max', 9_000]]).lot
const sold = then(open, closeAuction(open, endMs), endMs)
const unsold = then(openLot(), closeAuction(openLot(), endMs), endMs)
const decline = { reason: 'declined' as const, by: { id: bob.id, isAdministrator: false } }
const failed = then(sold, failSale(sold, decline, endMs), endMs)

describe('a sale fails', () => {
  const seller = { id: alice.id, isAdministrator: false }
  it.each([
    ['when the buyer declines', decline, endMs, 'buyer'],
    ['when he has not paid in four days', { reason: 'unpaid' as const, by: seller }, endMs + 4 * dayMs, 'seller'],
    [
      'when an administrator says so',
      { reason: 'unpaid' as const, by: { id: dave.id, isAdministrator: true } },
      endMs,
      'administrator',
    ],
  ])('%s', (_, command, nowMs, as) => {
    expect(failSale(sold, command, nowMs)).toMatchObject({ facts: [{ type: 'sale.failed', data: { by: as } }] })
  })

  it.each([
    ['before four days are over', sold, { reason: 'unpaid' as const, by: seller }, 'payment_open'],
    ['declined by the seller', sold, { reason: 'declined' as const, by: seller }, 'forbidden'],
    ['unpaid by the buyer’s word', sold, { ...decline, reason: 'unpaid' as const }, 'forbidden'],
    ['by a stranger', sold, { ...decline, by: { id: carol.id, isAdministrator: false } }, 'forbidden'],
    ['twice', failed, decline, 'no_sale'],
    ['while the lot is open', open, { reason: 'unpaid' as const, by: seller }, 'no_sale'],
    ['of no lot', null, decline, 'not_found'],
    ['without a sale', unsold, { reason: 'unpaid' as const, by: seller }, 'no_sale'],
  ])('not %s', (_, lot, command, code) => {
    expect(failSale(lot, command, endMs + 4 * dayMs - 1)).toMatchObject({ refusal: { code } })
  })
})
