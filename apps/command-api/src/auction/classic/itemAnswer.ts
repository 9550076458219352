import type { Lot } from '../rules/auction.ts'

/** A lot in the fields of the older accounts service, as a command has left it. `version`: for `?atLeast=` of reads. */
export const itemOf = ({ terms, ...lot }: Lot, version: number) => ({
  id: lot.lotNumber,
  c_code: terms.category,
  title: terms.title,
  content: terms.description,
  image: terms.images[0] ?? null,
  start_price: terms.startingPrice,
  current_price: lot.price ?? terms.startingPrice,
  status: statuses[lot.status],
  start_datetime: terms.startsAt,
  end_datetime: lot.endsAt,
  seller: lot.seller.username,
  version,
})

/** Those clients know three; a lot that was cancelled takes no bids either. */
const statuses = { scheduled: 'SCHEDULED', active: 'ACTIVE', completed: 'COMPLETED', cancelled: 'COMPLETED' } as const
