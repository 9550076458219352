import type { WireInput, WireMessage } from '@gavel/event-contracts'
import { z } from 'zod'

/** Where a stored lot and the log disagree. */
const finding = z.object({
  /** Whose tables. */
  store: z.string(),
  auctionId: z.string(),
  lotNumber: z.number().nullable(),
  /** The newest version in the log when it was read. */
  head: z.number(),
  /** The event it is about; null when it is about none, or about more than the log has. */
  version: z.number().nullable(),
  what: z.string(),
})
export type Finding = z.output<typeof finding>

const message = z.object({ key: z.string(), value: z.string(), headers: z.record(z.string(), z.string()) })

/**
 * What the three programs of `gavel check` say to each other, a line each: command-api its events, projector the views
 * that follow from them, both as they are in Kafka (but a bid is told once, and its retraction by itself), and all what
 * they have found. Whoever does not end with `done` has not told all.
 */
export const checkLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), message }),
  z.object({ kind: z.literal('view'), message }),
  z.object({ kind: z.literal('retraction'), bidIds: z.array(z.string()), version: z.number() }),
  z.object({ kind: z.literal('finding'), finding }),
  z.object({ kind: z.literal('done'), lots: z.number(), events: z.number() }),
])
export type CheckLine = z.output<typeof checkLine>

export const lineOf = (kind: 'event' | 'view', { key, value, headers }: WireMessage): CheckLine => ({
  kind,
  message: { key, value: value.toString('utf8'), headers },
})

export const wireOf = ({ key, value, headers }: z.output<typeof message>): WireInput => ({
  key,
  value: Buffer.from(value),
  headers,
})
