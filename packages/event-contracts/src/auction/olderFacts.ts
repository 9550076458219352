import { z } from 'zod'
import { amount } from '../primitives.ts'
import type { VersionHistory } from '../wire/versions.ts'

/** Version 1 knew no reserve, no soft close, and a lot could be bought at once for as long as it was open. */
export const listedBefore: VersionHistory['upcasters'] = {
  1: (data) => ({
    ...z.looseObject({}).parse(data),
    reservePrice: null,
    buyNowPolicy: 'until_price_reached',
    softClose: null,
  }),
}

/** Version 1 knew exact bids alone, and each led. */
export const bidPlacedBefore: VersionHistory['upcasters'] = {
  1: (data) => {
    const bid = z.looseObject({ amount }).parse(data)
    return { ...bid, maximum: bid.amount, leads: true, auto: false }
  },
}
