import type { Lot } from '../api/lot.ts'
import { moneyInField } from '../money/money.ts'
import { type Draft, emptyDraft } from './listing.ts'

/** A lot as it would stand in the form. Which table its steps came from nobody has kept: the currency's own is offered. */
export function draftOf(lot: Lot): Draft {
  const { currency, softClose } = lot
  const field = (amount: number | null | undefined): string => (amount == null ? '' : moneyInField(amount, currency))
  return {
    ...emptyDraft(currency),
    title: lot.title,
    description: lot.description,
    category: lot.category ?? '',
    image: lot.images[0] ?? '',
    startingPrice: field(lot.startingPrice),
    reservePrice: field(lot.reservePrice),
    buyNowPrice: field(lot.buyNowPrice),
    startsAt: localInstant(lot.startsAt),
    duration: 'custom',
    endsAt: localInstant(lot.endsAt),
    softClose: softClose === null ? 'off' : softClose.windowSec === 30 ? 'half' : 'two',
  }
}

/** As `datetime-local` has it: in the browser's own time, to the minute. */
function localInstant(at: string): string {
  const date = new Date(at)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
