import type { LotView } from '@gavel/event-contracts'

/** The older clients know three; a lot that was cancelled takes no bids either. */
export const classicStatus = ({ status }: LotView): string =>
  status === 'cancelled' ? 'COMPLETED' : status.toUpperCase()

/** A lot in the fields of the older accounts service, as its lists have it: ids are lot numbers. */
export const itemSummary = (lot: LotView) => ({
  id: lot.lotNumber,
  c_code: lot.category,
  title: lot.title,
  image: lot.images[0] ?? null,
  start_price: lot.startingPrice,
  current_price: lot.price,
  status: classicStatus(lot),
  start_datetime: lot.startsAt,
  end_datetime: lot.endsAt,
  seller: lot.seller.username,
  created_at: lot.createdAt,
})
