import type { Clock } from '../../live/clock.ts'
import { frame } from '../../live/sse.ts'
import type { Member } from './roster.ts'

/** Tells members which of their lots have changed: each of them at most twice a second, all that have in one write. */
export type Standings = {
  owe(member: Member, auctionId: string, version: number): void
  /** Tells those whose turn it is. */
  pay(): void
  stop(): void
}

const everyMs = 500

export function createStandings(clock: Clock): Standings {
  let owed = new Map<Member, Map<string, number>>()
  const paidAtMs = new WeakMap<Member, number>()
  let cancel: (() => void) | undefined

  function pay(): void {
    cancel?.()
    cancel = undefined
    const later: typeof owed = new Map()
    for (const [member, lots] of owed) {
      if (clock.nowMs() < (paidAtMs.get(member) ?? -everyMs) + everyMs) {
        later.set(member, lots)
        continue
      }
      paidAtMs.set(member, clock.nowMs())
      const events = frame(Array.from(lots, ([auctionId, version]) => eventOf(auctionId, version)).join(''))
      for (const { viewer, isReady } of member.streams) if (isReady) viewer.send(events)
    }
    owed = later
    if (owed.size > 0) cancel = clock.after(everyMs / 5, pay)
  }

  const eventOf = (auctionId: string, version: number): string =>
    `event: standing\ndata: ${JSON.stringify({ auctionId, version })}\n\n`

  return {
    owe(member, auctionId, version) {
      const lots = owed.get(member) ?? new Map<string, number>()
      owed.set(member, lots.set(auctionId, version))
    },
    pay,
    stop() {
      cancel?.()
    },
  }
}
