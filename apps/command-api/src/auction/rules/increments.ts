import type { IncrementTable } from '@gavel/event-contracts'

const usd: IncrementTable = [
  { from: 1, step: 5 },
  { from: 100, step: 25 },
  { from: 500, step: 50 },
  { from: 2_500, step: 100 },
  { from: 10_000, step: 250 },
  { from: 25_000, step: 500 },
  { from: 50_000, step: 1_000 },
  { from: 100_000, step: 2_500 },
  { from: 250_000, step: 5_000 },
  { from: 500_000, step: 10_000 },
]

const jpy: IncrementTable = [
  { from: 1, step: 10 },
  { from: 1_000, step: 100 },
  { from: 5_000, step: 250 },
  { from: 10_000, step: 500 },
  { from: 50_000, step: 1_000 },
]

/** Ten times the yen's, the rate at which the two price the same goods; the first step still starts at 1. */
const krw: IncrementTable = jpy.map(({ from, step }) => ({ from: from === 1 ? 1 : from * 10, step: step * 10 }))

/**
 * The increment tables by name, in minor units: `any` is one unit whatever the price (the classic routes' rule), `usd`
 * eBay's published table, `jpy` that of Yahoo! Auctions Japan.
 */
export const incrementTables = {
  any: [{ from: 0, step: 1 }] satisfies IncrementTable,
  usd,
  jpy,
  krw,
} as const

export const isTableName = (name: unknown): name is keyof typeof incrementTables =>
  typeof name === 'string' && Object.hasOwn(incrementTables, name)
