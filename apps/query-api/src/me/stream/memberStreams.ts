import { type Clock, systemClock } from '../../live/clock.ts'
import type { HotSet } from '../../live/hotSet.ts'
import type { Viewer } from '../../live/viewer.ts'
import { closingLots } from '../../sql/closingLots.ts'
import { concernsAsStored, type StoredConcern } from '../../sql/concernsAsStored.ts'
import { lotsOfMembers } from '../../sql/lotsOfMembers.ts'
import { orderVersions } from '../../sql/orderVersions.ts'
import type { Queryable } from '../../sql/queryable.ts'
import { arrive, type LiveView } from './arrival.ts'
import { createRoster, type Member, type MemberStream } from './roster.ts'
import { createStandings } from './standings.ts'
import { createTeller } from './teller.ts'
import { createTold } from './told.ts'
import { createWants, isStored } from './wants.ts'

/**
 * Tells members of notices as they become true, and which of their lots have changed. Notices are not stored: what
 * arrives live says which lots to look at, and the tables what there is to tell of them, in one question for all.
 *
 * Wherever something could be missed (a view that never came, a store that was behind as somebody came) it is looked for
 * again after a while: what is told is what is true, not what happened.
 */
export type MemberStreams = {
  /** Views in the order of their partitions. Never throws. */
  receive(views: readonly LiveView[]): void
  /** Whether anybody is here whom a view could concern. */
  isAnybodyHere(): boolean
  /**
   * Adds a stream of a member until `leave`. `lastEventId`: the cursor he comes with; without one that we gave he is
   * told of nothing that is true already.
   */
  join(userId: string, viewer: Viewer, lastEventId: string | undefined): Promise<{ leave(): void }>
  /** Sends nothing any more. */
  stop(): void
}

/** The least time between two looks at what has changed. */
const lookEveryMs = 100
/** In one statement; a lot that concerns more members than this is looked at alone. */
const pairsMax = 1_000
const membersMax = 100
/** How often what time alone brings is looked for. */
const timeEveryMs = 500
const closingMs = 15 * 60_000
/** Looked at once more, in case a clock or a transaction was late. */
const overlapMs = 2_000
/** All that concerns a member is looked at again soon after he came, and then now and then. */
const lookAgainMs = { first: 2_000, later: 60_000 }
/** As long as the token that let him in: then he comes back with another. */
const streamLifeMs = 15 * 60_000

type Newcomer = { member: Member; seen(concerns: readonly StoredConcern[]): void; failed(error: unknown): void }

export function createMemberStreams(options: {
  db: Queryable
  hotSet: HotSet
  /** Milliseconds since 1970. */
  now: () => number
  logger: { error(fields: object, message: string): void }
  clock?: Clock
}): MemberStreams {
  const { db, hotSet, now, logger, clock = systemClock } = options
  const roster = createRoster()
  const wants = createWants(clock)
  const standings = createStandings(clock)
  const teller = createTeller({ db, now, roster, standings })
  let newcomers: Newcomer[] = []
  let looking: (() => void) | 'now' | undefined
  let meeting = false
  let watching = false
  let closingUpToMs: number | undefined
  let stopped = false

  const failed = (err: unknown): void => logger.error({ err }, 'members could not be told what is new, yet')

  function lookSoon(): void {
    if (stopped || wants.size() === 0) return
    looking ??= clock.after(lookEveryMs, () => {
      looking = 'now'
      void lookAtChanged().finally(() => {
        looking = undefined
        lookSoon()
      })
    })
  }

  async function lookAtChanged(): Promise<void> {
    const taken = wants.take(pairsMax, (auctionId) => roster.concernedBy(auctionId).size)
    try {
      const pairs = [...taken.keys()].flatMap((auctionId) =>
        Array.from(roster.concernedBy(auctionId), ({ id: userId }) => ({ userId, auctionId })),
      )
      const orderIds = [...taken.values()].flatMap(({ orders }) => [...orders.keys()])
      const orders = await orderVersions(db, orderIds)
      const concerns = Map.groupBy(await concernsAsStored(db, new Date(now()), pairs), ({ auctionId }) => auctionId)
      const stored: StoredConcern[] = []
      for (const [auctionId, want] of taken) {
        const ofLot = concerns.get(auctionId) ?? []
        if (isStored(want, ofLot, orders)) stored.push(...ofLot)
        else if (roster.concernedBy(auctionId).size > 0) wants.again(auctionId, want)
      }
      await tell(stored, (auctionId) => (taken.get(auctionId)?.version ?? 0) > 0)
    } catch (error) {
      failed(error)
      for (const [auctionId, want] of taken) wants.again(auctionId, want)
    }
  }

  async function tell(...told: Parameters<typeof teller.tell>): Promise<void> {
    for (const auctionId of await teller.tell(...told)) wants.add(auctionId, {})
  }

  /** All that concerns these members. What is not whole yet, or known to be newer, is looked at again soon. */
  async function concernsOf(members: readonly Member[]): Promise<readonly StoredConcern[]> {
    const pairs = await lotsOfMembers(
      db,
      members.map(({ id }) => id),
    )
    for (const { userId, auctionId } of pairs) roster.add(userId, auctionId)
    const found: StoredConcern[] = []
    for (let from = 0; from < pairs.length; from += pairsMax) {
      for (const concern of await concernsAsStored(db, new Date(now()), pairs.slice(from, from + pairsMax))) {
        const { auctionId, version, isWhole } = concern
        const live = hotSet.latest({ kind: 'id', id: auctionId })?.version ?? 0
        if (!isWhole || version < live) wants.add(auctionId, { version: Math.max(version, live) })
        found.push(concern)
      }
    }
    lookSoon()
    return found
  }

  /** Those who come at the same time are looked at together. */
  async function meet(): Promise<void> {
    if (meeting) return
    meeting = true
    while (newcomers.length > 0) {
      const some = newcomers.slice(0, membersMax)
      newcomers = newcomers.slice(membersMax)
      try {
        const members = [...new Set(some.map(({ member }) => member))]
        const concerns = Map.groupBy(await concernsOf(members), ({ userId }) => userId)
        for (const { member, seen } of some) seen(concerns.get(member.id) ?? [])
      } catch (error) {
        for (const newcomer of some) newcomer.failed(error)
      }
    }
    meeting = false
  }

  async function lookAtClosing(): Promise<void> {
    const upToMs = now() + closingMs
    const fromMs = Math.min(closingUpToMs ?? upToMs, upToMs) - overlapMs
    for (const auctionId of await closingLots(db, new Date(fromMs), new Date(upToMs)))
      if (roster.concernedBy(auctionId).size > 0) wants.add(auctionId, {})
    closingUpToMs = upToMs
    lookSoon()
  }

  async function lookAgain(): Promise<void> {
    const due: Member[] = []
    for (const member of roster.all()) {
      if (member.lookAtMs > clock.nowMs()) continue
      due.push(member)
      if (due.length === membersMax) break
    }
    if (due.length === 0) return
    for (const member of due) member.lookAtMs = clock.nowMs() + lookAgainMs.later * (0.75 + Math.random() / 2)
    const concerns = await concernsOf(due)
    await tell(
      concerns.filter(({ isWhole }) => isWhole),
      () => false,
    )
  }

  function endOld(): void {
    for (const { streams } of roster.all())
      for (const { viewer, endsAtMs } of streams) if (endsAtMs < clock.nowMs()) viewer.end()
  }

  const times = setInterval(() => {
    if (roster.size() === 0) closingUpToMs = undefined
    if (watching || roster.size() === 0) return
    watching = true
    endOld()
    void Promise.all([lookAtClosing().catch(failed), lookAgain().catch(failed)]).finally(() => {
      watching = false
    })
  }, timeEveryMs)

  return {
    receive(views) {
      if (roster.size() === 0) return
      for (const view of views) arrive(view, { roster, wants })
      lookSoon()
    },
    isAnybodyHere: () => roster.size() > 0,
    async join(userId, viewer, lastEventId) {
      const nowMs = clock.nowMs()
      const told = createTold({ now, lastEventId })
      const stream: MemberStream = {
        ...{ viewer, told, isReady: false, early: new Set(), unsettled: new Set() },
        endsAtMs: nowMs + streamLifeMs,
      }
      const member = roster.enter(userId, stream)
      member.lookAtMs = nowMs + lookAgainMs.first
      const leave = (): void => roster.leave(member, stream)
      try {
        const { promise, resolve, reject } = Promise.withResolvers<readonly StoredConcern[]>()
        newcomers.push({ member, seen: resolve, failed: reject })
        void meet()
        await teller.welcome(userId, stream, await promise)
        // Looked at while he was not ready: perhaps before what he was welcomed with.
        for (const auctionId of stream.early) wants.add(auctionId, {})
        lookSoon()
        return { leave }
      } catch (error) {
        leave()
        throw error
      }
    },
    stop() {
      stopped = true
      clearInterval(times)
      standings.stop()
      if (typeof looking === 'function') looking()
    },
  }
}
