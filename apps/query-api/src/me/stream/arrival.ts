import type { AuctionView, MemberView, OrderView } from '@gavel/event-contracts'
import type { Roster } from './roster.ts'
import type { Wants } from './wants.ts'

export type LiveView = AuctionView | MemberView | { type: 'order.view'; data: OrderView }

/** A view has arrived: notes which lot is to be looked at, and whom it concerns from now on. */
export function arrive(view: LiveView, { roster, wants }: { roster: Roster; wants: Wants }): void {
  switch (view.type) {
    case 'lot.view': {
      const { id, version, leader, seller, sale, offer } = view.data
      for (const party of [leader, seller, sale?.buyer, offer?.to]) if (party) roster.add(party.id, id)
      if (roster.concernedBy(id).size > 0) wants.add(id, { version })
      return
    }
    case 'bid.view': {
      const { auctionId, bidder, version, retractedVersion } = view.data
      if (roster.get(bidder.id) === undefined) return
      // He need never lead: whoever is outbid at once is in no view of the lot.
      roster.add(bidder.id, auctionId)
      wants.add(auctionId, { version: Math.max(version, retractedVersion ?? 0) })
      return
    }
    case 'order.view': {
      const { id, version, buyer, item } = view.data
      if (item.kind !== 'lot') return
      roster.add(buyer.id, item.auctionId)
      if (roster.get(buyer.id) !== undefined) wants.add(item.auctionId, { order: { id, version } })
      return
    }
    case 'watch.view': {
      const { userId, auctionId, version, watching } = view.data
      if (roster.get(userId) === undefined) return
      if (watching) roster.add(userId, auctionId)
      wants.add(auctionId, { watch: { id: userId, version } })
      return
    }
    case 'block.view':
      return
    default:
      view satisfies never
  }
}
