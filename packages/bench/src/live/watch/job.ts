import { z } from 'zod'

/** What the watching process is told first, as one JSON line on its standard input. It answers `open` when all watch. */
export const watchJob = z.object({
  /** Of the stream. */
  url: z.url(),
  viewers: z.int().positive(),
  /** No viewer will be sent more events than this. */
  eventsMax: z.int().positive(),
})
export type WatchJob = z.output<typeof watchJob>

/** What it is told last: which bids count, by the lot's version, and when each was sent, on the clock of clock.ts. */
export const sentBids = z.object({
  bids: z.array(z.tuple([z.int(), z.number()])),
  /** The version that all viewers are to reach. */
  until: z.int(),
})
export type SentBids = z.output<typeof sentBids>

/** Its answer to that. */
export const watchResult = z.object({
  viewers: z.int(),
  /** Viewers who did not see every bid once and in order. */
  wrong: z.int(),
  /** What went wrong first, if anything did. */
  reason: z.string().optional(),
  /** Events with bids that count, over all viewers. */
  events: z.int(),
  /** The median of their sizes, with what HTTP puts around them. */
  eventBytes: z.int(),
  latencyMs: z.object({ p50: z.number(), p95: z.number(), p99: z.number() }),
  /** Of this process, since all watched: near 1 means that it was the limit. */
  generatorCores: z.number(),
})
export type WatchResult = z.output<typeof watchResult>
