import type { MemberFact } from '@gavel/event-contracts'

/** What a member keeps for himself: lots he watches (auction ids), and paddles from which he takes no bids. */
export type MemberLists = { watched: ReadonlySet<string>; blocked: ReadonlySet<number> }

export const noLists: MemberLists = { watched: new Set(), blocked: new Set() }

export function evolve(lists: MemberLists, fact: MemberFact): MemberLists {
  const { watched, blocked } = lists
  switch (fact.type) {
    case 'lot.watched':
      return { blocked, watched: watched.union(new Set([fact.data.auctionId])) }
    case 'lot.unwatched':
      return { blocked, watched: watched.difference(new Set([fact.data.auctionId])) }
    case 'bidder.blocked':
      return { watched, blocked: blocked.union(new Set([fact.data.paddleNumber])) }
    case 'bidder.unblocked':
      return { watched, blocked: blocked.difference(new Set([fact.data.paddleNumber])) }
    default:
      return fact satisfies never
  }
}
