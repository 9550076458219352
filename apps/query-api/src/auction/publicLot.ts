import type { LotView } from '@gavel/event-contracts'
import { aliasText, type Viewpoint } from './viewpoint.ts'

/** A lot as it may be seen by anybody: no bidder's id or paddle number. */
export type PublicLot = {
  id: string
  lotNumber: number
  title: string
  description: string
  category: string | null
  images: readonly string[]
  currency: string
  startingPrice: number
  price: number
  minimumBid: number
  buyNowPrice: number | null
  status: LotView['status']
  outcome: LotView['outcome']
  startsAt: string
  endsAt: string
  bidCount: number
  leader: string | null
  seller: { id: string; username: string }
  version: number
  createdAt: string
}

/** For one viewer: members learn whether they lead, the house who does. */
export type LotForViewer = PublicLot & { youLead?: boolean; leaderPaddleNumber?: number | null }

/** Field by field, so that a new field of the view shows itself to nobody until it is named here. */
export const publicLot = (lot: LotView): PublicLot => ({
  id: lot.id,
  lotNumber: lot.lotNumber,
  title: lot.title,
  description: lot.description,
  category: lot.category,
  images: lot.images,
  currency: lot.currency,
  startingPrice: lot.startingPrice,
  price: lot.price,
  minimumBid: lot.minimumBid,
  buyNowPrice: lot.buyNowPrice,
  status: lot.status,
  outcome: lot.outcome,
  startsAt: lot.startsAt,
  endsAt: lot.endsAt,
  bidCount: lot.bidCount,
  leader: lot.leader === null ? null : aliasText(lot.leader),
  seller: { id: lot.seller.id, username: lot.seller.username },
  version: lot.version,
  createdAt: lot.createdAt,
})

export function lotFor(lot: LotView, viewpoint: Viewpoint): LotForViewer {
  if (viewpoint.kind === 'stranger') return publicLot(lot)
  const youLead = lot.leader?.id === viewpoint.id
  if (viewpoint.kind === 'member') return { ...publicLot(lot), youLead }
  return { ...publicLot(lot), youLead, leaderPaddleNumber: lot.leader?.paddleNumber ?? null }
}

/** Changes with everything that the body depends on, so that signing in never answers 304 to what was seen before. */
export function lotEtag(lot: LotView, viewpoint: Viewpoint): string {
  const leads = viewpoint.kind !== 'stranger' && lot.leader?.id === viewpoint.id
  return `"${lot.version}-${viewpoint.kind}${leads ? '-leads' : ''}"`
}

/** What a live viewer has to change to get from one version to another. */
export function changedFields(before: PublicLot, after: PublicLot): Partial<PublicLot> {
  const known = new Map<string, unknown>(Object.entries(before))
  const changed = Object.entries(after).filter(([name, value]) => !isSame(known.get(name), value))
  return Object.fromEntries(changed)
}

const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (typeof b === 'object' && b !== null && JSON.stringify(a) === JSON.stringify(b))
