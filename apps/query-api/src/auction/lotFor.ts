import type { LotView } from '@gavel/event-contracts'
import { type PublicLot, publicLot } from './publicLot.ts'
import { aliasText, type Viewpoint } from './viewpoint.ts'

/** An offer that waits for its answer, as the one it was made to sees it. */
type OfferToYou = { offerId: string; kind: 'second_chance' | 'below_reserve'; price: number; expiresAt: string }

/** For one viewer: members learn what they are to the lot, the house who the others are. */
export type LotForViewer = PublicLot & {
  youLead?: boolean
  youBought?: boolean
  offer?: OfferToYou | (OfferToYou & { to: string; paddleNumber: number }) | null
  leaderPaddleNumber?: number | null
  buyerPaddleNumber?: number | null
  reservePrice?: number | null
}

export function lotFor(lot: LotView, viewpoint: Viewpoint): LotForViewer {
  switch (viewpoint.kind) {
    case 'stranger':
      return publicLot(lot)
    case 'member': {
      const seen = lot.sale?.buyer.id === viewpoint.id ? withPrice(lot) : publicLot(lot)
      return { ...seen, ...asParty(lot, viewpoint.id), ...offerTo(lot, viewpoint.id) }
    }
    case 'house':
      return { ...withPrice(lot), ...asParty(lot, viewpoint.id), ...asHouse(lot) }
    default:
      return viewpoint satisfies never
  }
}

/** Seller and buyer know what was paid. */
function withPrice(lot: LotView): PublicLot {
  const seen = publicLot(lot)
  return seen.sale === null || lot.sale === null ? seen : { ...seen, sale: { ...seen.sale, price: lot.sale.price } }
}

const asParty = ({ leader, sale }: LotView, id: string) => ({
  youLead: leader?.id === id,
  youBought: sale !== null && !sale.failed && sale.buyer.id === id,
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

const asHouse = ({ leader, sale, offer, reservePrice }: LotView) => ({
  leaderPaddleNumber: leader?.paddleNumber ?? null,
  buyerPaddleNumber: sale?.buyer.paddleNumber ?? null,
  reservePrice,
  offer: offer === null ? null : { ...terms(offer), to: aliasText(offer.to), paddleNumber: offer.to.paddleNumber },
})

/** Changes with everything that the body depends on, so that signing in never answers 304 to what was seen before. */
export function lotEtag(lot: LotView, viewpoint: Viewpoint): string {
  const id = viewpoint.kind === 'stranger' ? undefined : viewpoint.id
  const is = [
    lot.leader?.id === id ? 'leads' : '',
    lot.sale?.buyer.id === id ? 'bought' : '',
    lot.offer?.to.id === id ? 'offered' : '',
  ]
  const seen =
    id === undefined
      ? ''
      : is
          .filter((part) => part !== '')
          .map((part) => `-${part}`)
          .join('')
  return `"${lot.version}-${viewpoint.kind}${seen}"`
}
