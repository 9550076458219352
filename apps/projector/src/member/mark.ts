import type { MemberEvent, MemberView, MemberViewMessage } from '@gavel/event-contracts'

/** That a member watches a lot, or blocks a paddle, or does so no more. */
export type Mark = {
  userId: string
  kind: 'watch' | 'block'
  /** The lot's id, or the paddle number in digits. */
  subject: string
  version: number
  isOn: boolean
  at: string
}

export function markOf(event: MemberEvent): Mark {
  const { userId, version, occurredAt: at } = event
  switch (event.type) {
    case 'lot.watched':
    case 'lot.unwatched':
      return { userId, version, at, kind: 'watch', subject: event.data.auctionId, isOn: event.type === 'lot.watched' }
    case 'bidder.blocked':
    case 'bidder.unblocked': {
      const subject = String(event.data.paddleNumber)
      return { userId, version, at, kind: 'block', subject, isOn: event.type === 'bidder.blocked' }
    }
    default:
      return event satisfies never
  }
}

export const markKey = ({ userId, kind, subject }: Pick<Mark, 'userId' | 'kind' | 'subject'>): string =>
  `${userId}:${kind}:${subject}`

export const viewOf = (mark: Mark, metadata: MemberViewMessage['metadata']): MemberViewMessage => ({
  ...shownAs(mark),
  metadata,
})

function shownAs({ userId, version, at, kind, subject, isOn }: Mark): MemberView {
  return kind === 'watch'
    ? { type: 'watch.view', data: { userId, version, at, auctionId: subject, watching: isOn } }
    : { type: 'block.view', data: { userId, version, at, paddleNumber: Number(subject), blocked: isOn } }
}
