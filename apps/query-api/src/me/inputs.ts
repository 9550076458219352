import { z } from 'zod'
import { bidsQuery, listQuery } from '../auction/inputs.ts'

export const pageQuery = bidsQuery.omit({ atLeast: true })
export const myLotsQuery = listQuery.pick({ status: true, sort: true, limit: true, cursor: true })

const at = z.iso.datetime({ precision: 3 })

export const lotPlace = z.strictObject({ at, auctionId: z.uuid() })
export const noticePlace = z.strictObject({ at, auctionId: z.uuid(), kind: z.string().max(32) })
export const paddlePlace = z.strictObject({ paddleNumber: z.int().positive() })
