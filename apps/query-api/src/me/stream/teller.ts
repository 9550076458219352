import { frame } from '../../live/sse.ts'
import { type NoticeMark, noticesAsStored, type StoredConcern } from '../../sql/concernsAsStored.ts'
import type { FoundNotice } from '../../sql/myNotices.ts'
import type { Queryable } from '../../sql/queryable.ts'
import { noticeOf } from '../notice.ts'
import type { MemberStream, Roster } from './roster.ts'
import type { Standings } from './standings.ts'

/** Tells members what is new to them in what the store says. */
export type Teller = {
  /**
   * `isChange`: whether the lot is looked at because it has changed. Returns the lots that are to be looked at again: they
   * went on meanwhile. Rejects when the store does not answer: nobody has been told of any notice then.
   */
  tell(concerns: readonly StoredConcern[], isChange: (auctionId: string) => boolean): Promise<readonly string[]>
  /** Begins a stream with what its member has missed, all that concerns him being known. */
  welcome(userId: string, stream: MemberStream, concerns: readonly StoredConcern[]): Promise<void>
}

const noticeEvent = (cursor: string, notice: FoundNotice): string =>
  `id: ${cursor}\nevent: notice\ndata: ${JSON.stringify(noticeOf(notice))}\n\n`

const markOf = ({ kind, at, lot }: FoundNotice): NoticeMark => ({ kind, at, auctionId: lot.id })

export function createTeller(options: {
  db: Queryable
  now: () => number
  roster: Roster
  standings: Standings
}): Teller {
  const { db, now, roster, standings } = options

  /** Each with the cursor that says that it is told, and none after it. */
  function eventsOf({ told }: MemberStream, found: readonly FoundNotice[]): readonly string[] {
    const fresh = found.filter((notice) => told.news([markOf(notice)]).length > 0)
    return fresh.map((notice, index) => {
      const next = fresh[index + 1]
      told.tell(markOf(notice))
      return noticeEvent(told.cursor(next && markOf(next)), notice)
    })
  }

  async function read(concerns: readonly StoredConcern[]): Promise<ReadonlyMap<string, readonly FoundNotice[]>> {
    const found = await noticesAsStored(db, new Date(now()), concerns)
    const oldestFirst = found.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    return Map.groupBy(oldestFirst, ({ userId }) => userId)
  }

  /** Notes what the lot is to him, and whether there is anything to tell him of it. */
  function isNews(concern: StoredConcern, isChange: boolean): boolean {
    const { userId, auctionId, version, isHis, marks } = concern
    const member = roster.get(userId)
    if (member === undefined) return false
    const known = member.lots.get(auctionId) ?? 0
    if (version > known && (isChange || known > 0)) standings.owe(member, auctionId, version)
    if (isHis) member.lots.set(auctionId, Math.max(known, version))
    else roster.remove(member, auctionId)
    let news = false
    for (const { isReady, early, unsettled, told } of member.streams) {
      if (!isReady) early.add(auctionId)
      else if ((unsettled.delete(auctionId) ? told.begin(marks) : told.news(marks)).length > 0) news = true
    }
    return news
  }

  return {
    async tell(concerns, isChange) {
      const news = concerns.filter((concern) => isNews(concern, isChange(concern.auctionId)))
      standings.pay()
      const found = await read(news)
      for (const [userId, notices] of found) {
        for (const stream of roster.get(userId)?.streams ?? []) {
          const events = stream.isReady ? eventsOf(stream, notices) : []
          if (events.length > 0) stream.viewer.send(frame(events.join('')))
        }
      }
      const lots = new Set([...found.values()].flat().map(({ lot }) => lot.id))
      return news.map(({ auctionId }) => auctionId).filter((auctionId) => !lots.has(auctionId))
    },
    async welcome(userId, stream, concerns) {
      const member = roster.get(userId)
      for (const { auctionId, version } of concerns)
        member?.lots.set(auctionId, Math.max(member.lots.get(auctionId) ?? 0, version))
      for (const { auctionId, isWhole } of concerns) if (!isWhole) stream.unsettled.add(auctionId)
      const missed = stream.told.begin(concerns.flatMap(({ isWhole, marks }) => (isWhole ? marks : [])))
      const lots = new Set(missed.map(({ auctionId }) => auctionId))
      const found = await read(concerns.filter(({ auctionId }) => lots.has(auctionId)))
      stream.isReady = true
      // Who is told of nothing at first has a cursor all the same. With data, as not every client minds an id alone.
      const [oldest] = missed.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
      const beginning = `id: ${stream.told.cursor(oldest)}\nevent: begin\ndata: {}\n\n`
      stream.viewer.send(frame([beginning, ...eventsOf(stream, found.get(userId) ?? [])].join('')))
    },
  }
}
