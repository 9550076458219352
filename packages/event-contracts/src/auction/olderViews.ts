import { z } from 'zod'
import { amount, instant } from '../primitives.ts'
import type { VersionHistory } from '../wire/versions.ts'

const lotViewV1 = z.looseObject({
  buyNowPrice: amount.nullable(),
  status: z.string(),
  updatedAt: instant,
})

/**
 * Version 1 is of before reserves, soft close, retractions and offers. Its sales are left out: they had no `saleId`, and
 * the lot's next view has them.
 */
export const lotViewBefore: VersionHistory['upcasters'] = {
  1: (data) => {
    const view = lotViewV1.parse(data)
    const isOver = view.status === 'completed'
    return {
      ...view,
      reservePrice: null,
      reserveMet: true,
      buyNowAvailable: view.buyNowPrice !== null && !isOver,
      softClose: null,
      extensions: 0,
      retractedCount: 0,
      sale: null,
      offer: null,
      endedAt: isOver ? view.updatedAt : null,
      cancelReason: null,
    }
  },
}

/** Version 1 knew exact bids and purchases alone, and each led. */
export const bidViewBefore: VersionHistory['upcasters'] = {
  1: (data) => {
    const bid = z.looseObject({ amount }).parse(data)
    return { ...bid, maximum: bid.amount, leads: true, auto: false, retractedVersion: null }
  },
}
