import type { LotView } from '@gavel/event-contracts'
import type { Actor } from '@gavel/service-kit'

/**
 * Who looks at a lot. A `stranger` sees aliases only; a `member` (signed in) sees which are his own; the `house` (the
 * lot's seller and administrators) sees paddle numbers as well.
 */
export type Viewpoint = { kind: 'stranger' } | { kind: 'member'; id: string } | { kind: 'house'; id: string }

export function viewpointOf(lot: LotView, actor: Actor | undefined): Viewpoint {
  if (actor === undefined) return { kind: 'stranger' }
  const isHouse = actor.id === lot.seller.id || actor.roles.includes('administrator')
  return { kind: isHouse ? 'house' : 'member', id: actor.id }
}

/** The name under which everybody knows a bidder of this lot. */
export const aliasText = ({ alias }: { alias: number }): string => `bidder ${alias}`
