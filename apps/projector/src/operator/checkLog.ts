import { type AuctionEvent, auctionEventFromWire, auctionViewToWire } from '@gavel/event-contracts'
import { type CheckLine, CutShort, checkLine, checkLots, lineOf, type StoredLots, wireOf } from '@gavel/operator'
import { bidViewOf } from '../auction/bidView.ts'
import { evolve, type LotProjection } from '../auction/lotProjection.ts'
import { lotAt } from './storedLots.ts'

type Folding = { id: string; lot: LotProjection | undefined; isBroken: boolean }

/**
 * Folds the events in `lines`, lot by lot, holds the stored lots against the folds, and hands on, as lines, what was
 * found and every view that follows from the log, for the next store to be held against.
 *
 * @throws CutShort when the lines end before all is told.
 */
export async function checkLog(
  lines: AsyncIterable<unknown>,
  { store, isWholeHouse, write }: { store: StoredLots; isWholeHouse: boolean; write(line: CheckLine): Promise<void> },
): Promise<void> {
  const check = checkLots(store, {
    name: 'projector',
    isWholeHouse,
    tell: (finding) => write({ kind: 'finding', finding }),
  })
  let folding: Folding | undefined

  function next(event: AuctionEvent, current: Folding): LotProjection | undefined {
    try {
      return evolve(current.lot, event)
    } catch (error) {
      current.isBroken = true
      check.broken(`event ${event.version} cannot be folded: ${error instanceof Error ? error.message : error}`)
      return undefined
    }
  }

  async function lotInHand(auctionId: string): Promise<Folding> {
    if (folding?.id === auctionId) return folding
    if (folding !== undefined) await check.end()
    folding = { id: auctionId, lot: undefined, isBroken: false }
    await check.begin(auctionId)
    return folding
  }

  async function take(event: AuctionEvent): Promise<void> {
    const current = await lotInHand(event.auctionId)
    const lot = current.isBroken ? undefined : next(event, current)
    if (lot === undefined) return
    current.lot = lot
    check.folded(event.version, () => lotAt(lot))
    const { metadata, version } = event
    const bid = bidViewOf(lot, event)
    if (bid !== undefined) {
      await check.foldedBid(bid)
      await write(lineOf('view', auctionViewToWire({ type: 'bid.view', data: bid, metadata })))
    }
    if (event.type === 'bid.retracted') {
      for (const id of event.data.bidIds) check.retracted(id, version)
      await write({ kind: 'retraction', bidIds: [...event.data.bidIds], version })
    }
    await write(lineOf('view', auctionViewToWire({ type: 'lot.view', data: lot.view, metadata })))
  }

  for await (const line of lines) {
    const parsed = checkLine.parse(line)
    if (parsed.kind === 'event') {
      await take(auctionEventFromWire(wireOf(parsed.message)))
      continue
    }
    if (parsed.kind === 'done') {
      if (folding !== undefined) await check.end()
      await check.endOfHouse()
    }
    await write(parsed)
    if (parsed.kind === 'done') return
  }
  throw new CutShort('projector: the log was not told to its end')
}
