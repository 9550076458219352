import type { WireInput, WireMessage } from '@gavel/event-contracts'
import { z } from 'zod'
import { type CheckedKind, checkedKinds } from './kinds.ts'

const kind = z.enum(checkedKinds)

/** Where what is stored and the log disagree. */
const finding = z.object({
  /** Whose tables. */
  store: z.string(),
  kind,
  id: z.string(),
  /** By which people name it; null when it has none, or is not stored. */
  number: z.number().nullable(),
  /** The newest version in the log when it was read. */
  head: z.number(),
  /** The event it is about; null when it is about none, or about more than the log has. */
  version: z.number().nullable(),
  what: z.string(),
})
export type Finding = z.output<typeof finding>

/** Of which stream a message is. */
const ofStream = z.object({ kind, id: z.string(), version: z.number() })
export type OfStream = z.output<typeof ofStream>

const message = z.object({ key: z.string(), value: z.string(), headers: z.record(z.string(), z.string()) })

/**
 * What the three programs of `gavel check` say to each other, a line each: command-api its events, stream by stream,
 * projector the views that follow from them, both as they are in Kafka (but a bid is told once, and its retraction by
 * itself), and all what they have found. `nothing`: the log has nothing by a name that was asked for. Whoever does not
 * end with `done` has not told all.
 */
export const checkLine = z.discriminatedUnion('say', [
  z.object({ say: z.literal('nothing'), of: ofStream.omit({ version: true }) }),
  z.object({ say: z.literal('event'), of: ofStream, message }),
  z.object({ say: z.literal('view'), of: ofStream, message }),
  z.object({ say: z.literal('retraction'), bidIds: z.array(z.string()), version: z.number() }),
  z.object({ say: z.literal('finding'), finding }),
  z.object({ say: z.literal('done'), streams: z.partialRecord(kind, z.number()), events: z.number() }),
])
export type CheckLine = z.output<typeof checkLine>

export const lineOf = (say: 'event' | 'view', of: OfStream, { key, value, headers }: WireMessage): CheckLine => ({
  say,
  of,
  message: { key, value: value.toString('utf8'), headers },
})

export const wireOf = ({ key, value, headers }: z.output<typeof message>): WireInput => ({
  key,
  value: Buffer.from(value),
  headers,
})

export type StreamName = { kind: CheckedKind; id: string }
