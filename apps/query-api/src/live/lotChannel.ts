import type { AuctionView, LotView } from '@gavel/event-contracts'
import { unknownLot } from '../auction/lotReference.ts'
import { bidsAfter } from '../sql/bidsAfter.ts'
import { loadLot } from '../sql/loadLot.ts'
import type { Queryable } from '../sql/queryable.ts'
import { retractedAfter } from '../sql/retractedAfter.ts'
import { type ChannelStart, readChannelStart } from './channelStart.ts'
import type { Clock } from './clock.ts'
import { firstEvent, replayMax } from './firstEvent.ts'
import { createHall, type Hall } from './hall.ts'
import { createLotTimeline, type LotTimeline } from './lotTimeline.ts'
import type { Viewer } from './viewer.ts'

/** One lot that somebody watches: its timeline, and who is to see it. */
export type LotChannel = {
  offer(view: AuctionView): void
  /** After offers: shows the viewers what can be shown. */
  advance(): void
  /**
   * Sends what the viewer has not seen, then all that follows. `lastEventId`: the version he has, if any. Returns how
   * he leaves.
   * @throws Problem not_found.
   */
  join(viewer: Viewer, lastEventId: number | undefined): Promise<() => void>
  /** The version shown last; 0 before the store was read. */
  version(): number
  /** A newer version is known, but some of its bids are not. */
  isWaiting(): boolean
  /** Takes from the store what did not arrive. */
  catchUp(): Promise<void>
  /** Goes on from the store as it is, whatever is missing in it: viewers get a snapshot. */
  restart(): Promise<void>
  /** Sends what waits to be merged with more. */
  flush(): void
  stop(): void
}

/** Kept while the store is read; what does not fit is read from it later. */
const earlyMax = 5_000

/** `hot`: the lot as it is known already; what came before the channel was there is then looked for in the store. */
export function createLotChannel(db: Queryable, id: string, options: { hot?: LotView; clock: Clock }): LotChannel {
  const early: AuctionView[] = options.hot === undefined ? [] : [{ type: 'lot.view', data: options.hot }]
  let live: { timeline: LotTimeline; hall: Hall } | undefined
  const begun = begin()
  // Those who join are told; here it is no surprise.
  begun.catch(() => undefined)

  async function begin(): Promise<void> {
    const start = await readChannelStart(db, id)
    if (start === undefined) throw unknownLot()
    const recentBids = () => live?.timeline.recentBids() ?? []
    live = { timeline: timelineFrom(start), hall: createHall(start.lot, recentBids, options.clock) }
    early.splice(0).forEach(offer)
    advance()
  }

  function offer(view: AuctionView): void {
    if (live !== undefined) offerTo(live.timeline, view)
    else if (early.length < earlyMax) early.push(view)
  }

  function advance(): void {
    if (live === undefined) return
    const { timeline, hall } = live
    for (let step = timeline.advance(); step !== undefined; step = timeline.advance()) hall.show(step)
  }

  async function once() {
    await begun
    if (live === undefined) throw new Error('the channel has not begun')
    return live
  }

  async function restart(): Promise<void> {
    const start = await readChannelStart(db, id)
    const current = await once()
    if (start === undefined || start.lot.version <= current.timeline.current().version) return
    current.timeline = timelineFrom(start)
    current.hall.restart(start.lot)
    advance()
  }

  return {
    offer,
    advance,
    restart,
    async join(viewer, lastEventId) {
      const current = await once()
      const isLongAway = lastEventId !== undefined && lastEventId < current.timeline.rememberedAfter()
      const older = isLongAway ? await bidsAfter(db, id, lastEventId, replayMax + 1) : []
      // From here on nothing waits: no step comes between what is sent first and what follows it.
      if (!viewer.isOpen()) return () => undefined
      const { timeline, hall } = current
      const first = firstEvent(timeline, lastEventId, older)
      return hall.enter(viewer, first, Math.max(lastEventId ?? 0, timeline.current().version))
    },
    version: () => live?.timeline.current().version ?? 0,
    isWaiting: () => live?.timeline.isWaiting() ?? false,
    async catchUp() {
      const { current, latest } = (await once()).timeline
      const lot = await loadLot(db, { kind: 'id', id })
      const bids = await bidsAfter(db, id, current().version, replayMax + 1)
      if (bids.length > replayMax) return restart()
      const retractedCount = Math.max(lot?.retractedCount ?? 0, latest().retractedCount)
      const retracted =
        retractedCount > current().retractedCount ? await retractedAfter(db, id, current().version, replayMax + 1) : []
      if (retracted.length > replayMax) return restart()
      for (const bid of [...bids, ...retracted]) offer({ type: 'bid.view', data: bid })
      if (lot !== undefined) offer({ type: 'lot.view', data: lot })
      advance()
    },
    flush: () => live?.hall.flush(),
    stop: () => live?.hall.stop(),
  }
}

function offerTo(timeline: LotTimeline, view: AuctionView): void {
  if (view.type === 'lot.view') timeline.offerLot(view.data)
  else timeline.offerBid(view.data)
}

function timelineFrom(start: ChannelStart): LotTimeline {
  const timeline = createLotTimeline(start)
  for (const bid of start.ahead) timeline.offerBid(bid)
  return timeline
}
