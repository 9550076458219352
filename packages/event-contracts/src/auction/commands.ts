import { z } from 'zod'
import { instant, uuid } from '../primitives.ts'
import type { VersionHistory } from '../wire/versions.ts'

/** `dueAt` is the instant the scheduler read in the lot; the decider trusts its own state and clock alone. */
const dueLot = z.object({ auctionId: uuid, dueAt: instant })
const dueOffer = dueLot.extend({ offerId: uuid })

/** What the scheduler asks of command-api. Sent again until the event that answers it is seen. */
export const auctionCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('auction.open'), data: dueLot }),
  z.object({ type: z.literal('auction.close'), data: dueLot }),
  z.object({ type: z.literal('offer.lapse'), data: dueOffer }),
])
export type AuctionCommand = z.output<typeof auctionCommand>

const first = { current: 1, upcasters: {} }

export const auctionCommandVersions = {
  'auction.open': first,
  'auction.close': first,
  'offer.lapse': first,
} satisfies Record<AuctionCommand['type'], VersionHistory>
