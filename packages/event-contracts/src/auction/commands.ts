import { z } from 'zod'
import { instant, uuid } from '../primitives.ts'
import type { VersionHistory } from '../wire/versions.ts'

/** `dueAt` is the instant the scheduler read in the lot; the decider trusts its own state and clock alone. */
const dueLot = z.object({ auctionId: uuid, dueAt: instant })

/** What the scheduler asks of command-api. Sent again until the event that answers it is seen. */
export const auctionCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('auction.open'), data: dueLot }),
  z.object({ type: z.literal('auction.close'), data: dueLot }),
])
export type AuctionCommand = z.output<typeof auctionCommand>

export const auctionCommandVersions = {
  'auction.open': { current: 1, upcasters: {} },
  'auction.close': { current: 1, upcasters: {} },
} satisfies Record<AuctionCommand['type'], VersionHistory>
