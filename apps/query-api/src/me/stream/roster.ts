import type { Viewer } from '../../live/viewer.ts'
import type { Told } from './told.ts'

/** One open stream of a member. */
export type MemberStream = {
  viewer: Viewer
  told: Told
  /** He has been told how things stood as he came. */
  isReady: boolean
  /** The lots that were looked at before that. */
  early: Set<string>
  /** The lots of which it is not known yet how things stood, as some of their bids were not stored. */
  unsettled: Set<string>
  endsAtMs: number
}

/** A member who has streams open here. `lots`: those that concern him, in the version that he knows of; 0: of none. */
export type Member = { id: string; streams: Set<MemberStream>; lots: Map<string, number>; lookAtMs: number }

/** Who is there, and which lots concern whom. */
export type Roster = {
  size(): number
  get(userId: string): Member | undefined
  all(): Iterable<Member>
  enter(userId: string, stream: MemberStream): Member
  leave(member: Member, stream: MemberStream): void
  /** The lot concerns him; nothing happens when he is not here. */
  add(userId: string, auctionId: string): void
  remove(member: Member, auctionId: string): void
  concernedBy(auctionId: string): ReadonlySet<Member>
}

const nobody: ReadonlySet<Member> = new Set()

export function createRoster(): Roster {
  const members = new Map<string, Member>()
  const byLot = new Map<string, Set<Member>>()

  function remove(member: Member, auctionId: string): void {
    member.lots.delete(auctionId)
    const concerned = byLot.get(auctionId)
    concerned?.delete(member)
    if (concerned?.size === 0) byLot.delete(auctionId)
  }

  return {
    size: () => members.size,
    get: (userId) => members.get(userId),
    all: () => members.values(),
    enter(userId, stream) {
      const member = members.get(userId) ?? { id: userId, streams: new Set(), lots: new Map(), lookAtMs: 0 }
      member.streams.add(stream)
      members.set(userId, member)
      return member
    },
    leave(member, stream) {
      member.streams.delete(stream)
      if (member.streams.size > 0 || members.get(member.id) !== member) return
      members.delete(member.id)
      for (const auctionId of member.lots.keys()) remove(member, auctionId)
    },
    add(userId, auctionId) {
      const member = members.get(userId)
      if (member === undefined || member.lots.has(auctionId)) return
      member.lots.set(auctionId, 0)
      const concerned = byLot.get(auctionId) ?? new Set()
      byLot.set(auctionId, concerned.add(member))
    },
    remove,
    concernedBy: (auctionId) => byLot.get(auctionId) ?? nobody,
  }
}
