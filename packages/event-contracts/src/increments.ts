import { z } from 'zod'
import { amountMax } from './primitives.ts'

/** From this price on, the next bid must be at least `step` higher. */
export const increment = z.strictObject({
  from: z.int().nonnegative().max(amountMax),
  step: z.int().positive().max(amountMax),
})

/** A whole table of increments: starts at 0 or 1, `from` ascending. Frozen into a lot when it is listed. */
export const incrementTable = z
  .array(increment)
  .min(1)
  .max(50)
  .refine((steps) => steps.every((step, index) => index === 0 || step.from > (steps[index - 1]?.from ?? 0)), {
    message: 'from must ascend',
  })
  .refine((steps) => (steps[0]?.from ?? 0) <= 1, { message: 'the first step must start at 0 or 1' })

export type IncrementTable = z.output<typeof incrementTable>

/** The step above `price`: that of the highest `from` not above it. Both sides of Kafka compute it, so it stands here. */
export function stepAt(table: IncrementTable, price: number): number {
  let step = table[0]?.step ?? 1
  for (const entry of table) {
    if (entry.from > price) break
    step = entry.step
  }
  return step
}

/** The least next bid: the starting price when there is no bid, else the current price and its step. */
export function leastNextBid(table: IncrementTable, startingPrice: number, currentPrice: number | null): number {
  return currentPrice === null ? startingPrice : currentPrice + stepAt(table, currentPrice)
}
