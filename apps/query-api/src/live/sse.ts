import type { BidView, LotView } from '@gavel/event-contracts'
import { publicBid } from '../auction/publicBid.ts'
import { changedFields, publicLot } from '../auction/publicLot.ts'
import type { Step } from './lotTimeline.ts'

/**
 * The events of a lot's stream. `id` is the lot's version: whoever has it has that version and every bid up to it.
 * `lot`: merge `lot` into what you have, put `bids` (newest first) before yours. `snapshot`: replace both.
 */
const event = (name: 'lot' | 'snapshot', version: number, data: unknown): Buffer =>
  Buffer.from(`id: ${version}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`)

export const fullEvent = (name: 'lot' | 'snapshot', lot: LotView, bids: readonly BidView[]): Buffer =>
  event(name, lot.version, { lot: publicLot(lot), bids: bids.map(publicBid) })

export const stepEvent = ({ before, after, bids }: Step): Buffer =>
  event('lot', after.version, { lot: changedFields(publicLot(before), publicLot(after)), bids: bids.map(publicBid) })

/** How long a browser waits before it comes back. */
export const retryHint = Buffer.from('retry: 1000\n\n')

/** A comment: proxies and clients learn that the stream is alive. */
export const heartbeat = Buffer.from(': \n\n')
