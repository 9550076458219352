import type { AuctionView } from '@gavel/event-contracts'
import { lotVersions } from '../sql/lotVersions.ts'
import type { Queryable } from '../sql/queryable.ts'
import type { Arrivals } from './arrivals.ts'
import { type Clock, systemClock } from './clock.ts'
import type { HotSet } from './hotSet.ts'
import { createLotChannel, type LotChannel } from './lotChannel.ts'
import type { Viewer } from './viewer.ts'

/** What is happening now, as this instance sees it: feeds the hot set, wakes who waits, shows it to the viewers. */
export type LiveLots = {
  /** Whether anybody here would look at a lot's bids. */
  isWatched(auctionId: string): boolean
  /** Views in the order of their partitions. Never throws. */
  receive(views: readonly AuctionView[]): void
  /**
   * Adds a viewer of a lot until `leave`.
   * @throws Problem not_found.
   */
  watch(auctionId: string, viewer: Viewer, lastEventId: number | undefined): Promise<{ leave(): void }>
  /** Looks into the store for whatever the topics failed to bring to a watched lot. Called by itself every 15 s. */
  catchUpAll(): Promise<void>
  /** Sends what viewers have not been sent yet, and nothing after it. */
  stop(): void
}

const catchUpAllMs = 15_000
/** Views of one batch arrive within milliseconds of each other; after this long the store is asked. */
const catchUpMs = { first: 100, last: 5_000 }
/** After so many a bid is missing that no waiting brings. */
const catchUpsMax = 8

type Watched = { channel: LotChannel; open: number; timer: NodeJS.Timeout | undefined; tries: number }

export function createLiveLots(options: {
  db: Queryable
  hotSet: HotSet
  arrivals: Arrivals
  logger: { error(fields: object, message: string): void }
  clock?: Clock
}): LiveLots {
  const { db, hotSet, arrivals, logger, clock = systemClock } = options
  const lots = new Map<string, Watched>()
  let stopped = false

  function begin(id: string): Watched {
    const hot = hotSet.latest({ kind: 'id', id })
    const channel = createLotChannel(db, id, { clock, ...(hot === undefined ? {} : { hot }) })
    const watched: Watched = { channel, open: 0, timer: undefined, tries: 0 }
    lots.set(id, watched)
    return watched
  }

  function advance(watched: Watched): void {
    watched.channel.advance()
    if (watched.channel.isWaiting()) soonCatchUp(watched)
  }

  /** Asks the store when the same version is still shown after a while although there is a newer one. */
  function soonCatchUp(watched: Watched): void {
    if (watched.timer !== undefined || stopped) return
    const { channel } = watched
    const shown = channel.version()
    const delayMs = Math.min(catchUpMs.first * 2 ** watched.tries, catchUpMs.last)
    watched.timer = setTimeout(() => {
      watched.timer = undefined
      if (channel.version() !== shown) watched.tries = 0
      else if (channel.isWaiting()) {
        watched.tries += 1
        void catchUp(watched).then(() => advance(watched))
      }
    }, delayMs)
  }

  async function catchUp(watched: Watched): Promise<void> {
    try {
      if (watched.tries <= catchUpsMax) return await watched.channel.catchUp()
      watched.tries = 0
      await watched.channel.restart()
    } catch (error) {
      logger.error({ err: error }, 'a watched lot could not be read again')
    }
  }

  function leave(id: string, watched: Watched): void {
    watched.open -= 1
    if (watched.open > 0 || lots.get(id) !== watched) return
    clearTimeout(watched.timer)
    watched.channel.stop()
    lots.delete(id)
  }

  async function catchUpAll(): Promise<void> {
    if (lots.size === 0) return
    const stored = await lotVersions(db, [...lots.keys()])
    const late = [...lots].filter(([id, { channel }]) => channel.version() < (stored.get(id) ?? 0))
    await Promise.all(late.map(([, watched]) => catchUp(watched)))
  }

  const catchUps = setInterval(() => {
    catchUpAll().catch((error: unknown) => logger.error({ err: error }, 'watched lots could not be compared'))
  }, catchUpAllMs)

  return {
    isWatched: (auctionId) => lots.has(auctionId),
    receive(views) {
      const touched = new Set<Watched>()
      for (const view of views) {
        if (view.type === 'lot.view') arrivals.arrived(hotSet.confirm(view.data))
        const watched = lots.get(view.type === 'lot.view' ? view.data.id : view.data.auctionId)
        if (watched === undefined) continue
        watched.channel.offer(view)
        touched.add(watched)
      }
      for (const watched of touched) advance(watched)
    },
    async watch(auctionId, viewer, lastEventId) {
      const watched = lots.get(auctionId) ?? begin(auctionId)
      watched.open += 1
      try {
        const exit = await watched.channel.join(viewer, lastEventId)
        if (watched.channel.isWaiting()) soonCatchUp(watched)
        let left = false
        return {
          leave() {
            if (left) return
            left = true
            exit()
            leave(auctionId, watched)
          },
        }
      } catch (error) {
        leave(auctionId, watched)
        throw error
      }
    },
    catchUpAll,
    stop() {
      stopped = true
      clearInterval(catchUps)
      for (const { channel, timer } of lots.values()) {
        clearTimeout(timer)
        channel.flush()
        channel.stop()
      }
    },
  }
}
