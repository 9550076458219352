import type { Terms } from './auction/terms.ts'

/**
 * Whether a lot can be bought at once while it is open. `price` is null until the first bid (and again when all bids are
 * retracted). Both sides of Kafka compute it, so it stands here.
 */
export function isBuyNowOn(
  { buyNowPrice, buyNowPolicy, reservePrice }: Pick<Terms, 'buyNowPrice' | 'buyNowPolicy' | 'reservePrice'>,
  price: number | null,
): boolean {
  if (buyNowPrice === null) return false
  if (price === null) return true
  switch (buyNowPolicy) {
    case 'until_first_bid':
      return false
    case 'until_reserve_met':
      return !isReserveMet(reservePrice, price)
    case 'until_price_reached':
      return price < buyNowPrice
    default:
      return buyNowPolicy satisfies never
  }
}

/** The price is lifted to the reserve as soon as the leader goes so far, so it tells whether he does. */
export const isReserveMet = (reservePrice: number | null, price: number | null): boolean =>
  reservePrice === null || (price !== null && price >= reservePrice)
