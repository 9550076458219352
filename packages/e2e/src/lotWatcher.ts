import { z } from 'zod'
import { type EventReader, readEvents, type ServerSentEvent } from './eventStream.ts'
import type { Gavel } from './gavel.ts'

/** What a page would show of a lot, folded from its stream of events alone. */
export type LotSeen = {
  lot: Record<string, unknown>
  /** Ids, newest first. */
  bidIds: readonly string[]
  /** How often everything was replaced, after an absence too long to be made good bid by bid. */
  snapshots: number
  /** Of those ids. */
  retractedIds: readonly string[]
}

export type LotWatcher = Pick<EventReader, 'connected' | 'cut' | 'close'> & { seen(): LotSeen }

const shown = z.object({
  lot: z.record(z.string(), z.unknown()),
  bids: z.array(z.object({ id: z.uuid(), retracted: z.literal(true).optional() })),
})

/** Watches a lot through web, and comes back by itself when it is cut off. */
export function watchLot(gavel: Gavel, lotId: string): LotWatcher {
  const { events, connected, cut, close } = readEvents(`${gavel.webUrl}/v1/auctions/${lotId}/stream`, gavel.stopping)
  return {
    connected,
    cut,
    close,
    seen: () => events().reduce(take, { lot: {}, bidIds: [], snapshots: 0, retractedIds: [] }),
  }
}

function take(seen: LotSeen, { event, data }: ServerSentEvent): LotSeen {
  // How many watch is not of the lot.
  if (event === 'viewers') return seen
  const { lot, bids } = shown.parse(JSON.parse(data))
  const bidIds = bids.map(({ id }) => id)
  const retractedIds = bids.filter(({ retracted }) => retracted).map(({ id }) => id)
  switch (event) {
    case 'snapshot':
      return { lot, bidIds, snapshots: seen.snapshots + 1, retractedIds }
    case 'lot':
      return {
        ...seen,
        lot: { ...seen.lot, ...lot },
        bidIds: [...bidIds, ...seen.bidIds],
        retractedIds: [...retractedIds, ...seen.retractedIds],
      }
    default:
      throw new Error(`the stream has an event nobody knows: ${event}`)
  }
}
