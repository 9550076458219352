import type { LotView } from '@gavel/event-contracts'
import { hasBought } from './hasBought.ts'
import { type PublicLot, type PublicSale, publicLot, publicSale } from './publicLot.ts'
import { aliasText, type Viewpoint } from './viewpoint.ts'

/** An offer that waits for its answer, as the one it was made to sees it. */
type OfferToYou = { offerId: string; kind: 'second_chance' | 'below_reserve'; price: number; expiresAt: string }

/** For one viewer: members learn what they are to the lot, the house who the others are. */
export type LotForViewer = Omit<PublicLot, 'sale'> & {
  sale: (PublicSale & { orderId?: string; buyerPaddleNumber?: number }) | null
  youLead?: boolean
  youBought?: boolean
  offer?: OfferToYou | (OfferToYou & { to: string; paddleNumber: number }) | null
  leaderPaddleNumber?: number | null
  reservePrice?: number | null
}

export function lotFor(lot: LotView, viewpoint: Viewpoint): LotForViewer {
  switch (viewpoint.kind) {
    case 'stranger':
      return publicLot(lot)
    case 'member':
      return {
        ...publicLot(lot),
        ...asParty(lot, viewpoint.id),
        ...saleTo(lot, viewpoint.id),
        ...offerTo(lot, viewpoint.id),
      }
    case 'house':
      return { ...publicLot(lot), ...asParty(lot, viewpoint.id), ...asHouse(lot), ...asSeller(lot, viewpoint.id) }
    default:
      return viewpoint satisfies never
  }
}

/** Seller and buyer know for what price, and by which order it is paid. */
const paidSale = (sale: NonNullable<LotView['sale']>): PublicSale & { orderId: string } => ({
  ...publicSale(sale),
  price: sale.price,
  orderId: sale.saleId,
})

const saleTo = ({ sale }: LotView, id: string): Partial<Pick<LotForViewer, 'sale'>> =>
  sale !== null && sale.buyer.id === id ? { sale: paidSale(sale) } : {}

const asParty = (lot: LotView, id: string) => ({
  youLead: lot.leader?.id === id,
  youBought: hasBought(lot, id),
})

function offerTo({ offer }: LotView, id: string): Pick<LotForViewer, 'offer'> {
  return offer !== null && offer.to.id === id ? { offer: terms(offer) } : {}
}

const terms = ({ offerId, kind, price, expiresAt }: NonNullable<LotView['offer']>): OfferToYou => ({
  offerId,
  kind,
  price,
  expiresAt,
})

/** The reserve is the seller's secret, from administrators too: they may bid. */
const asSeller = ({ seller, reservePrice }: LotView, id: string): Pick<LotForViewer, 'reservePrice'> =>
  seller.id === id ? { reservePrice } : {}

const asHouse = ({ leader, sale, offer }: LotView) => ({
  leaderPaddleNumber: leader?.paddleNumber ?? null,
  sale: sale === null ? null : { ...paidSale(sale), buyerPaddleNumber: sale.buyer.paddleNumber },
  offer: offer === null ? null : { ...terms(offer), to: aliasText(offer.to), paddleNumber: offer.to.paddleNumber },
})

/** Changes with everything that the body depends on, so that signing in never answers 304 to what was seen before. */
export function lotEtag(lot: LotView, viewpoint: Viewpoint): string {
  if (viewpoint.kind === 'stranger') return `"${lot.version}-stranger"`
  const isHis = (party: { id: string } | undefined): boolean => party?.id === viewpoint.id
  const roles = [
    ...(isHis(lot.seller) ? ['sells'] : []),
    ...(isHis(lot.leader ?? undefined) ? ['leads'] : []),
    ...(isHis(lot.sale?.buyer) ? ['bought'] : []),
    ...(isHis(lot.offer?.to) ? ['offered'] : []),
  ]
  return `"${[lot.version, viewpoint.kind, ...roles].join('-')}"`
}
