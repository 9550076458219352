import { z } from 'zod'
import { paddleNumber, uuid } from '../primitives.ts'

/** Whoever bids or buys. */
export const bidder = z.strictObject({ id: uuid, paddleNumber })
export type Bidder = z.output<typeof bidder>

/** Whoever lists. */
export const seller = z.strictObject({ id: uuid, username: z.string().min(1).max(100), paddleNumber })
export type Seller = z.output<typeof seller>
