import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { command } from '../api/command.ts'
import type { Lot, PublicLot } from '../api/lot.ts'
import { versioned } from '../api/lot.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { reasonOf } from '../language/refusal.ts'
import { ConfirmBid } from './ConfirmBid.tsx'

type Offer = NonNullable<Lot['offer']>

/** After the end: the lot is offered to whoever looks. */
export default function OfferPanel({ lot, offer }: { lot: PublicLot; offer: Offer }) {
  const { t, money, instant } = useSpeech()
  const queries = useQueryClient()
  const [isSure, setSure] = useState(false)
  const price = money(offer.price, lot.currency)
  const answer = useMutation({
    mutationFn: (word: 'accept' | 'decline') => command(versioned, `/v1/offers/${offer.offerId}/${word}`, { body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['my-lot', String(lot.lotNumber)] }),
  })
  const accept = (): void => {
    setSure(false)
    answer.mutate('accept')
  }
  return (
    <div className="offer">
      <p>
        <b>{t.bid.offer(price)}</b> <span className="quiet">{t.bid.offerUntil(instant(offer.expiresAt))}</span>
      </p>
      <button type="button" className="button button-strong" disabled={answer.isPending} onClick={() => setSure(true)}>
        {t.bid.acceptOffer(price)}
      </button>{' '}
      <button type="button" className="button" disabled={answer.isPending} onClick={() => answer.mutate('decline')}>
        {t.bid.declineOffer}
      </button>
      {answer.error !== null && <p className="error">{reasonOf(answer.error, t)}</p>}
      {isSure && (
        <ConfirmBid
          doubtful={{ doubt: 'buys', amount: offer.price, type: 'exact', price: lot.price, buyNowPrice: offer.price }}
          currency={lot.currency}
          confirm={accept}
          onClose={() => setSure(false)}
        />
      )}
    </div>
  )
}
