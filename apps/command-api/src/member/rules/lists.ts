import type { MemberFact } from '@gavel/event-contracts'
import type { MemberLists } from './member.ts'

/** Entries that a list holds at most: each is read whole. */
export const entriesMax = 1_000

export type ListRefusal = { code: 'list_full'; limit: number } | { code: 'own_paddle' }

/** No facts: it is so already. */
export type ListVerdict = { accepted: true; facts: readonly MemberFact[] } | { accepted: false; refusal: ListRefusal }

export function watch({ watched }: MemberLists, auctionId: string): ListVerdict {
  if (watched.has(auctionId)) return unchanged
  if (watched.size >= entriesMax) return listFull
  return changed({ type: 'lot.watched', data: { auctionId } })
}

export function unwatch({ watched }: MemberLists, auctionId: string): ListVerdict {
  return watched.has(auctionId) ? changed({ type: 'lot.unwatched', data: { auctionId } }) : unchanged
}

/** `own`: the member's own paddle, which he can not block. */
export function block({ blocked }: MemberLists, paddleNumber: number, own: number): ListVerdict {
  if (paddleNumber === own) return { accepted: false, refusal: { code: 'own_paddle' } }
  if (blocked.has(paddleNumber)) return unchanged
  if (blocked.size >= entriesMax) return listFull
  return changed({ type: 'bidder.blocked', data: { paddleNumber } })
}

export function unblock({ blocked }: MemberLists, paddleNumber: number): ListVerdict {
  return blocked.has(paddleNumber) ? changed({ type: 'bidder.unblocked', data: { paddleNumber } }) : unchanged
}

const unchanged: ListVerdict = { accepted: true, facts: [] }
const listFull: ListVerdict = { accepted: false, refusal: { code: 'list_full', limit: entriesMax } }
const changed = (fact: MemberFact): ListVerdict => ({ accepted: true, facts: [fact] })
