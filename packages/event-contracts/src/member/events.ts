import type { WireInput } from '../wire/cloudEvents.ts'
import { draftEvent, type EventDraftOf, type EventOf } from '../wire/drafts.ts'
import { eventFromWire } from '../wire/events.ts'
import type { Metadata } from '../wire/metadata.ts'
import { lifted } from '../wire/versions.ts'
import { type MemberFact, memberFact, memberFactVersions } from './facts.ts'

export type MemberEventDraft = EventDraftOf<MemberFact>
export type MemberEvent = EventOf<MemberFact> & { userId: string }

export const draftMemberEvent = (
  fact: MemberFact,
  facets: { id: string; occurredAt: string; metadata: Metadata },
): MemberEventDraft => draftEvent(memberFactVersions, fact, facets)

/** @throws as readAuctionFact does. */
export function readMemberFact(type: string, schemaVersion: number, data: unknown): MemberFact {
  return memberFact.parse(lifted('member event', memberFactVersions, { type, schemaVersion, data }))
}

/** @throws when the message is broken or unknown. */
export function memberEventFromWire(input: WireInput): MemberEvent {
  const { fact, streamId: userId, place } = eventFromWire(input, readMemberFact)
  return { ...fact, ...place, userId }
}
