import { z } from 'zod'
import { paddleNumber, uuid } from '../primitives.ts'

/** Whoever bids or buys. */
export const bidder = z.strictObject({ id: uuid, paddleNumber })
export type Bidder = z.output<typeof bidder>

/** Whoever lists. */
export const seller = z.strictObject({ id: uuid, username: z.string().min(1).max(100), paddleNumber })
export type Seller = z.output<typeof seller>

/**
 * The holder of a paddle that is known by its number alone (classic routes, development tokens): always the same id, a
 * UUID of version 8, which is for rules of one's own.
 */
export const paddleHolder = (paddleNumber: number): Bidder => ({
  id: `00000000-0000-8000-8000-${String(paddleNumber).padStart(12, '0')}`,
  paddleNumber,
})
