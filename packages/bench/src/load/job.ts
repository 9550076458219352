import { z } from 'zod'

/** What one round of load is, told to the load generator as JSON on its standard input. */
export const job = z.object({
  url: z.url(),
  /** What is bid on; the requests go to them in turn, each with an amount one higher than the last for that path. */
  targets: z.array(z.object({ path: z.string(), firstAmount: z.int() })).default([]),
  /** Bidders, in turn: nobody bids against himself. */
  tokens: z.array(z.string()).default([]),
  /** SKUs of which one each is ordered instead, in turn; with `keys` each order has an idempotency key of its own. */
  orders: z.array(z.string()).default([]),
  keys: z.boolean().default(false),
  /** What is read instead, in turn; `{n}` in a path is another number each time. */
  reads: z.array(z.string()).default([]),
  connections: z.int().positive(),
  /** Runs as long before anything is counted: connections open, code gets hot. */
  leadInMs: z.int().nonnegative(),
  measuredMs: z.int().positive(),
})
export type Job = z.output<typeof job>
/** As it is written. */
export type JobInput = z.input<typeof job>

/** Its answer, as one JSON line on standard output. */
export const jobResult = z.object({
  /** Bids and orders that were taken, reads that were answered. */
  accepted: z.int(),
  refused: z.int(),
  /** Any other answer: a bench with failures measures something else. */
  failed: z.int(),
  elapsedMs: z.number(),
  latencyMs: z.object({ p50: z.number(), p95: z.number(), p99: z.number() }),
  /** Of the generator itself: near 1 means that it, and not the server, was the limit. */
  generatorCores: z.number(),
  /** The highest version that was acknowledged for each target; 0 for none. */
  versions: z.array(z.int()),
})
export type JobResult = z.output<typeof jobResult>
