import { z } from 'zod'

const orderPage = z.object({
  /** The orders are filled in when the page is shown, so that a status is never old. */
  ids: z.array(z.string()).readonly(),
  total: z.int().nonnegative(),
  /** Null on the last page. */
  next: z
    .array(z.union([z.string(), z.number()]))
    .readonly()
    .nullable(),
})

/** What a search has found. */
export type OrderPage = z.output<typeof orderPage>

/** A page as it was written with JSON.stringify. */
export const readOrderPage = (text: string): OrderPage => orderPage.parse(JSON.parse(text))
