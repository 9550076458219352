import type { AuctionView, LotView } from '@gavel/event-contracts'
import { unknownLot } from '../auction/lotReference.ts'
import { bidsAfter } from '../sql/bidsAfter.ts'
import { loadLot } from '../sql/loadLot.ts'
import type { Queryable } from '../sql/queryable.ts'
import { retractedAfter } from '../sql/retractedAfter.ts'
import { type ChannelStart, readChannelStart } from './channelStart.ts'
import { firstEvent, replayMax, shownBids } from './firstEvent.ts'
import { createLotTimeline, type LotTimeline, type Step } from './lotTimeline.ts'
import { fullEvent, stepEvent } from './sse.ts'
import type { Viewer } from './viewer.ts'

/** One lot that somebody watches: its timeline, and who is to see it. */
export type LotChannel = {
  offer(view: AuctionView): void
  /** After offers: shows the viewers what can be shown. */
  advance(): void
  /**
   * Sends what the viewer has not seen, then all that follows. `lastEventId`: the version he has, if any.
   * @throws Problem not_found.
   */
  join(viewer: Viewer, lastEventId: number | undefined): Promise<void>
  leave(viewer: Viewer): void
  viewers(): readonly Viewer[]
  /** The version shown last; 0 before the store was read. */
  version(): number
  /** A newer version is known, but some of its bids are not. */
  isWaiting(): boolean
  /** Takes from the store what did not arrive. */
  catchUp(): Promise<void>
  /** Goes on from the store as it is, whatever is missing in it: viewers get a snapshot. */
  restart(): Promise<void>
}

/** Kept while the store is read; what does not fit is read from it later. */
const earlyMax = 5_000

/** `hot`: the lot as it is known already; what came before the channel was there is then looked for in the store. */
export function createLotChannel(db: Queryable, id: string, hot: LotView | undefined): LotChannel {
  /** The version each viewer has. */
  const positions = new Map<Viewer, number>()
  const early: AuctionView[] = hot === undefined ? [] : [{ type: 'lot.view', data: hot }]
  let timeline: LotTimeline | undefined
  const begun = begin()
  // Those who join are told; here it is no surprise.
  begun.catch(() => undefined)

  async function begin(): Promise<void> {
    const start = await readChannelStart(db, id)
    if (start === undefined) throw unknownLot()
    timeline = timelineFrom(start)
    early.splice(0).forEach(offer)
    advance()
  }

  function offer(view: AuctionView): void {
    if (timeline !== undefined) offerTo(timeline, view)
    else if (early.length < earlyMax) early.push(view)
  }

  function advance(): void {
    for (let step = timeline?.advance(); step !== undefined; step = timeline?.advance()) show(step)
  }

  /**
   * One buffer for all who have the version before; those who came with a newer one get what they lack. When bids were
   * retracted, what everybody has is replaced.
   */
  function show(step: Step): void {
    const { before, after, bids, retracts } = step
    let shared: Buffer | undefined
    for (const [viewer, position] of behind(after.version)) {
      shared ??= retracts ? snapshotNow(after) : stepEvent(step)
      const isInStep = retracts || position <= before.version
      const own = bids.filter((bid) => bid.version > position)
      viewer.send(isInStep ? shared : fullEvent('lot', after, own))
    }
  }

  const snapshotNow = (lot: LotView): Buffer =>
    fullEvent('snapshot', lot, (timeline?.recentBids() ?? []).slice(0, shownBids))

  /** Those who have not got this version; from now on they have. */
  function behind(version: number): [Viewer, number][] {
    const all = [...positions].filter(([, position]) => position < version)
    for (const [viewer] of all) positions.set(viewer, version)
    return all
  }

  const live = async (): Promise<LotTimeline> => {
    await begun
    if (timeline === undefined) throw new Error('the channel has no timeline')
    return timeline
  }

  async function restart(): Promise<void> {
    const start = await readChannelStart(db, id)
    if (start === undefined || start.lot.version <= (await live()).current().version) return
    timeline = timelineFrom(start)
    const snapshot = fullEvent('snapshot', start.lot, start.recent.slice(0, shownBids))
    for (const [viewer] of behind(start.lot.version)) viewer.send(snapshot)
    advance()
  }

  return {
    offer,
    advance,
    restart,
    async join(viewer, lastEventId) {
      const { rememberedAfter } = await live()
      const isLongAway = lastEventId !== undefined && lastEventId < rememberedAfter()
      const older = isLongAway ? await bidsAfter(db, id, lastEventId, replayMax + 1) : []
      // From here on nothing waits: no step comes between what is sent first and what follows it.
      if (timeline === undefined || !viewer.isOpen()) return
      const first = firstEvent(timeline, lastEventId, older)
      positions.set(viewer, Math.max(lastEventId ?? 0, timeline.current().version))
      if (first !== undefined) viewer.send(first)
    },
    leave(viewer) {
      positions.delete(viewer)
    },
    viewers: () => [...positions.keys()],
    version: () => timeline?.current().version ?? 0,
    isWaiting: () => timeline?.isWaiting() ?? false,
    async catchUp() {
      const { current, latest } = await live()
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
