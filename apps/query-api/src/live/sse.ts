import type { BidView, LotView } from '@gavel/event-contracts'
import { publicBid } from '../auction/publicBid.ts'
import { changedFields, publicLot } from '../auction/publicLot.ts'
import type { Step } from './lotTimeline.ts'

/**
 * Events as they are sent, made once for all who get them: `text` is a part of `chunk`, which has the frame of an
 * HTTP/1.1 chunk around it.
 */
export type Frame = { text: Buffer; chunk: Buffer }

const lineEnd = '\r\n'

export function frame(text: string): Frame {
  const size = Buffer.byteLength(text)
  const head = `${size.toString(16)}${lineEnd}`
  const chunk = Buffer.from(`${head}${text}${lineEnd}`)
  return { text: chunk.subarray(head.length, head.length + size), chunk }
}

/** Several in one write; those that are undefined are left out. */
export function together(...frames: readonly (Frame | undefined)[]): Frame | undefined {
  const [first, ...others] = frames.filter((one) => one !== undefined)
  return others.length === 0 ? first : frame([first, ...others].map((one) => one?.text.toString() ?? '').join(''))
}

/**
 * The events of a lot's stream. `id` is the lot's version: whoever has it has that version and every bid up to it.
 * `lot`: merge `lot` into what you have, put `bids` (newest first) before yours. `snapshot`: replace both.
 */
const event = (name: 'lot' | 'snapshot', version: number, data: unknown): Frame =>
  frame(`id: ${version}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`)

export const fullEvent = (name: 'lot' | 'snapshot', lot: LotView, bids: readonly BidView[]): Frame =>
  event(name, lot.version, { lot: publicLot(lot), bids: bids.map(publicBid) })

export const stepEvent = ({ before, after, bids }: Omit<Step, 'retracts'>): Frame =>
  event('lot', after.version, { lot: changedFields(publicLot(before), publicLot(after)), bids: bids.map(publicBid) })

/** How many watch. Without an id: it is of now, and nobody resumes from it. */
export const viewersEvent = (viewers: number): Frame =>
  frame(`event: viewers\ndata: ${JSON.stringify({ viewers })}\n\n`)

/** How long a browser waits before it comes back. */
export const retryHint = frame('retry: 1000\n\n')

/** A comment: proxies and clients learn that the stream is alive. */
export const heartbeat = frame(': \n\n')
