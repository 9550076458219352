import type { FactData, SoftClose } from '@gavel/event-contracts'
import type { Lot } from './auction.ts'

/**
 * What a bid that was just accepted does to the end: nothing, unless it came in the last `windowSec` and there is room
 * left under the lot's limits.
 */
export function extensionBy(
  { terms, endsAtMs, extensions }: Lot,
  bid: { bidId: string; changesLeader: boolean },
  nowMs: number,
): FactData<'auction.extended'> | null {
  const { softClose } = terms
  if (softClose === null || nowMs < endsAtMs - softClose.windowSec * 1_000) return null
  if (softClose.trigger === 'leader_change' && !bid.changesLeader) return null
  if (softClose.maxExtensions !== null && extensions >= softClose.maxExtensions) return null
  const movedMs = movedEndMs(softClose, endsAtMs, nowMs)
  if (movedMs <= endsAtMs) return null
  return { endsAt: new Date(movedMs).toISOString(), bidId: bid.bidId, extensions: extensions + 1 }
}

function movedEndMs({ mode, extendSec, hardEndAt }: SoftClose, endsAtMs: number, nowMs: number): number {
  const from = mode === 'reset_from_bid' ? nowMs : endsAtMs
  const hardEndMs = hardEndAt === null ? Number.POSITIVE_INFINITY : Date.parse(hardEndAt)
  return Math.min(from + extendSec * 1_000, hardEndMs)
}
