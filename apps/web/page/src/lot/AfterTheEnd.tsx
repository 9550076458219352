import { lazy } from 'react'
import { Link } from 'wouter'
import type { Lot, PublicLot } from '../api/lot.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { Later } from '../look/Later.tsx'
import { aliasIn } from './alias.ts'
import type { Standing } from './standing.ts'

const OfferPanel = lazy(() => import('./OfferPanel.tsx'))

/** What has become of the lot, and what is left to do about it. */
export function AfterTheEnd({ lot, own, standing }: { lot: PublicLot; own: Lot | undefined; standing: Standing }) {
  const { t, money } = useSpeech()
  if (lot.status === 'cancelled') {
    return (
      <p className="outcome">
        {lot.cancelReason === null ? t.lot.status.cancelled : t.lot.cancelledFor(lot.cancelReason)}
      </p>
    )
  }
  if (lot.status !== 'completed') return null
  const { sale, outcome } = lot
  const orderId = own?.youBought ? own.sale?.orderId : undefined
  return (
    <>
      {standing !== 'won' && (
        <p className="outcome" data-testid="outcome">
          {sale === null
            ? outcome !== null && t.lot.outcome[outcome]
            : sale.failed
              ? t.lot.saleFailed
              : sale.price === null
                ? t.lot.soldAfter(aliasIn(sale.buyer, t))
                : t.lot.soldTo(aliasIn(sale.buyer, t), money(sale.price, lot.currency))}
        </p>
      )}
      {orderId !== undefined && (
        <Link className="button button-strong button-wide" href={`/me/orders/${orderId}`}>
          {t.bid.pay}
        </Link>
      )}
      {own?.offer && own.offer.paddleNumber === undefined && (
        <Later>
          <OfferPanel lot={lot} offer={own.offer} />
        </Later>
      )}
    </>
  )
}
