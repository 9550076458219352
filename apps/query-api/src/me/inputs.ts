import { paddleNumber } from '@gavel/event-contracts'
import { z } from 'zod'
import { bidsQuery, listQuery, plainSorts } from '../auction/inputs.ts'
import { earliestMs } from '../http/inputs.ts'
import { noticeKinds } from '../sql/noticesOfLot.ts'

export const pageQuery = bidsQuery.omit({ atLeast: true })
export const myLotsQuery = listQuery
  .pick({ status: true, limit: true, cursor: true })
  .extend({ sort: plainSorts.default('newest') })

const at = z.iso.datetime({ precision: 3 }).refine((text) => Date.parse(text) >= earliestMs)

export const lotPlace = z.strictObject({ at, auctionId: z.uuid() })
export const noticePlace = z.strictObject({ at, auctionId: z.uuid(), kind: z.enum(noticeKinds) })
export const paddlePlace = z.strictObject({ paddleNumber })
/** In a list of things by when they were made. */
export const madePlace = z.strictObject({ at, id: z.uuid() })
