import { z } from 'zod'
import { paddleNumber, uuid } from '../primitives.ts'
import type { VersionHistory } from '../wire/versions.ts'

const watched = z.object({ auctionId: uuid })
const blocked = z.object({ paddleNumber })

/** What a member keeps for himself: lots he watches, bidders he takes no bids from. His stream's id is his user id. */
export const memberFact = z.discriminatedUnion('type', [
  z.object({ type: z.literal('lot.watched'), data: watched }),
  z.object({ type: z.literal('lot.unwatched'), data: watched }),
  z.object({ type: z.literal('bidder.blocked'), data: blocked }),
  z.object({ type: z.literal('bidder.unblocked'), data: blocked }),
])
export type MemberFact = z.output<typeof memberFact>

const first = { current: 1, upcasters: {} }

export const memberFactVersions = {
  'lot.watched': first,
  'lot.unwatched': first,
  'bidder.blocked': first,
  'bidder.unblocked': first,
} satisfies Record<MemberFact['type'], VersionHistory>
