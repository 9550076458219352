import { setImmediate as turn } from 'node:timers/promises'
import type { AuctionView, LotView } from '@gavel/event-contracts'
import { createLotsByIds } from '../../sql/lotsByIds.ts'
import { lotVersions } from '../../sql/lotVersions.ts'
import type { Queryable } from '../../sql/queryable.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { HotSet } from '../hotSet.ts'
import { type Frame, frame } from '../sse.ts'
import type { Viewer } from '../viewer.ts'
import { createShelf } from './shelf.ts'

/**
 * Lists of lots that somebody looks at. First comes an event with all of them, then at most one in 250 ms with those
 * that have changed since. Viewers of the same list share the event, and all lists a lot's text.
 */
export type LiveLists = {
  /** Views in the order of their partitions. Never throws. */
  receive(views: readonly AuctionView[]): void
  /** Adds a viewer of these lots until `leave`. A lot that is not there is told as soon as it comes. */
  watch(ids: readonly string[], viewer: Viewer): Promise<{ leave(): void }>
  /** Looks into the store for whatever the topics failed to bring. Called by itself every 15 s. */
  catchUp(): Promise<void>
  /** Sends nothing any more. */
  stop(): void
}

const everyMs = 250
const catchUpMs = 15_000
/** Some milliseconds of writing; then others have their turn. */
const atOnce = 512
/** Ids of no lot, in all: anybody can make up as many as he likes. Lots that come later are not told beyond it. */
const unknownMax = 10_000
/** In one statement. */
const idsMax = 5_000

/** Whoever looks at the same lots. `open`: viewers, with those who are on their way. */
type List = { key: string; ids: readonly string[]; viewers: Set<Viewer>; open: number }

export function createLiveLists(options: {
  db: Queryable
  hotSet: HotSet
  logger: { error(fields: object, message: string): void }
  clock?: Clock
}): LiveLists {
  const { db, hotSet, logger, clock = systemClock } = options
  const lotsByIds = createLotsByIds(db)
  const shelf = createShelf<List>()
  const lists = new Map<string, List>()
  /** What those who look at a list have not been told. */
  let changed = new Map<List, Set<string>>()
  let cancel: (() => void) | undefined
  let nextAtMs = 0
  let stopped = false

  function renew(lot: LotView): void {
    for (const list of shelf.renew(lot)) {
      if (list.viewers.size === 0) continue
      const ids = changed.get(list) ?? new Set()
      changed.set(list, ids.add(lot.id))
    }
  }

  function tellSoon(): void {
    if (changed.size === 0 || stopped) return
    cancel ??= clock.after(Math.max(0, nextAtMs - clock.nowMs()), () => {
      void tell().finally(() => {
        cancel = undefined
        tellSoon()
      })
    })
  }

  async function tell(): Promise<void> {
    nextAtMs = clock.nowMs() + everyMs
    const now = changed
    changed = new Map()
    let sent = 0
    for (const [list, ids] of now) {
      const event = eventOf(ids)
      // Not to those who come meanwhile: what they were sent first may be newer.
      for (const viewer of [...list.viewers]) {
        viewer.send(event)
        sent += 1
        if (sent % atOnce === 0) await turn()
      }
    }
  }

  function eventOf(ids: Iterable<string>): Frame {
    const texts = Array.from(ids, shelf.textOf).filter((text) => text !== undefined)
    return frame(`event: lots\ndata: {"lots":[${texts.join(',')}]}\n\n`)
  }

  async function load(ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += idsMax) {
      const stored = await lotsByIds(ids.slice(from, from + idsMax))
      for (const lot of stored) renew(hotSet.confirm(lot))
    }
    tellSoon()
  }

  const isUnknown = (id: string): boolean => shelf.version(id) === 0

  /** What is not known here yet is read; or has come live, and is not stored. */
  async function know(list: List): Promise<void> {
    const unknown = list.ids.filter(isUnknown)
    if (unknown.length === 0) return
    await load(unknown)
    for (const id of unknown.filter(isUnknown)) {
      const lot = hotSet.latest({ kind: 'id', id })
      if (lot !== undefined) renew(lot)
    }
    if (shelf.unknown() > unknownMax) shelf.take(list, unknown.filter(isUnknown))
  }

  function enter(ids: readonly string[]): List {
    const sorted = [...new Set(ids)].sort()
    const key = sorted.join()
    const list = lists.get(key) ?? { key, ids: sorted, viewers: new Set(), open: 0 }
    lists.set(key, list)
    shelf.put(list, list.ids)
    list.open += 1
    return list
  }

  function leave(list: List, viewer: Viewer): void {
    list.viewers.delete(viewer)
    list.open -= 1
    if (list.open > 0) return
    shelf.take(list, list.ids)
    changed.delete(list)
    lists.delete(list.key)
  }

  async function catchUp(): Promise<void> {
    const ids = shelf.ids()
    const late: string[] = []
    for (let from = 0; from < ids.length; from += idsMax) {
      const stored = await lotVersions(db, ids.slice(from, from + idsMax))
      for (const [id, version] of stored) if (version > shelf.version(id)) late.push(id)
    }
    await load(late)
  }

  const catchUps = setInterval(() => {
    catchUp().catch((error: unknown) => logger.error({ err: error }, 'watched lists could not be compared'))
  }, catchUpMs)

  return {
    receive(views) {
      for (const view of views) if (view.type === 'lot.view') renew(view.data)
      tellSoon()
    },
    async watch(ids, viewer) {
      const list = enter(ids)
      let left = false
      const stay = {
        leave() {
          if (!left) leave(list, viewer)
          left = true
        },
      }
      try {
        await know(list)
      } catch (error) {
        stay.leave()
        throw error
      }
      // From here on nothing waits: what changes now comes after what is sent first.
      viewer.send(eventOf(list.ids))
      if (viewer.isOpen()) list.viewers.add(viewer)
      return stay
    },
    catchUp,
    stop() {
      stopped = true
      clearInterval(catchUps)
      cancel?.()
    },
  }
}
