import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import * as z from 'zod/mini'
import { command } from '../api/command.ts'
import type { Lot, PublicLot } from '../api/lot.ts'
import { type Order, order as orderBody } from '../api/order.ts'
import { ask } from '../api/request.ts'
import { useServerNow } from '../clock/useServerNow.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { reasonOf } from '../language/refusal.ts'
import { Confirm } from '../look/Confirm.tsx'

/** For whoever sells the lot: what he alone is told, and what he may do. */
export default function SellerPanel({ lot, own }: { lot: PublicLot; own: Lot }) {
  const { t, money, instant } = useSpeech()
  const queries = useQueryClient()
  const [isCancelling, setCancelling] = useState(false)
  const act = useMutation({
    mutationFn: (path: string) => command(z.unknown(), `/v1/auctions/${lot.lotNumber}/${path}`, { body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['my-lot', String(lot.lotNumber)] }),
  })
  const { sale, offer, reservePrice } = own
  const order = useOrder(sale === null || sale.failed ? undefined : sale.orderId)
  const nowMs = useServerNow()
  const isOverdue = order !== undefined && order.status !== 'paid' && Date.parse(order.payableUntil) < nowMs
  const isOpen = lot.status === 'active' || lot.status === 'scheduled'
  const isUnsold = lot.status === 'completed' && (sale === null ? lot.outcome === 'reserve_not_met' : sale.failed)
  const button = (path: string, words: string) => (
    <button type="button" className="button" disabled={act.isPending} onClick={() => act.mutate(path)}>
      {words}
    </button>
  )
  return (
    <section className="seller" aria-label={t.seller.yours}>
      <p className="badge">{t.seller.yours}</p>
      {reservePrice != null && <p className="quiet">{t.seller.reserve(money(reservePrice, lot.currency))}</p>}
      {isOpen && own.leaderPaddleNumber != null && <p className="quiet">{t.seller.leader(own.leaderPaddleNumber)}</p>}
      {sale?.buyerPaddleNumber !== undefined && !sale.failed && <p>{t.seller.soldTo(sale.buyerPaddleNumber)}</p>}
      {order !== undefined && (
        <p data-testid="sale-status">
          {order.status === 'created' ? t.order.waiting(instant(order.payableUntil)) : t.order.status[order.status]}
        </p>
      )}
      {offer?.paddleNumber !== undefined && <p>{t.seller.offered(offer.paddleNumber)}</p>}
      <div className="buttons">
        {isOpen && (
          <Link className="button" href={`/lots/${lot.lotNumber}/revise`}>
            {lot.status === 'scheduled' ? t.seller.revise : t.seller.addToDescription}
          </Link>
        )}
        {isOpen && lot.bidCount === 0 && (
          <button type="button" className="button" onClick={() => setCancelling(true)}>
            {t.seller.cancel}
          </button>
        )}
        {sale?.orderId !== undefined && !sale.failed && (
          <Link className="button" href={`/me/orders/${sale.orderId}`}>
            {t.seller.order}
          </Link>
        )}
        {isOverdue && button('sale/unpaid', t.seller.unpaid)}
        {isUnsold && offer == null && button('offers', t.seller.offer)}
      </div>
      {act.error !== null && <p className="error">{reasonOf(act.error, t)}</p>}
      {isCancelling && (
        <Confirm
          yes={t.seller.cancel}
          onYes={() => {
            setCancelling(false)
            act.mutate('cancel')
          }}
          onClose={() => setCancelling(false)}
        />
      )}
    </section>
  )
}

const againMs = 15_000

/** The order of the sale, as its seller may see it: whether he has his money. */
function useOrder(orderId: string | undefined): Order | undefined {
  const { data } = useQuery({
    queryKey: ['my-order', orderId],
    queryFn: ({ signal }) => ask(orderBody, `/v1/orders/${orderId}?atLeast=1`, { signal }),
    enabled: orderId !== undefined,
    refetchInterval: againMs,
  })
  return data
}
