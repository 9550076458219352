import type { Bid, MyBid, PublicLot } from '../api/lot.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'

const shownMax = 30

/** The last bids, newest first, by aliases: nobody learns who bids. */
export function BidHistory({ lot, bids, mine }: { lot: PublicLot; bids: readonly Bid[]; mine: MyBid }) {
  const { t, money, instant } = useSpeech()
  return (
    <section aria-label={t.lot.history} className="history">
      <h2>
        {t.lot.history} <span className="quiet">{lot.bidCount}</span>
      </h2>
      {bids.length === 0 ? (
        <p className="quiet">{t.lot.noBids}</p>
      ) : (
        <ol className="bids" aria-label={t.lot.history}>
          {bids.slice(0, shownMax).map((bid) => (
            <li key={bid.id} className={bid.bidder === mine?.bidder ? 'bid bid-mine' : 'bid'} data-bid={bid.id}>
              <span className="bid-who">
                {bid.bidder}
                {bid.bidder === mine?.bidder && <b> ({t.lot.you})</b>}
              </span>
              <span className="bid-amount">
                {bid.retracted ? <s>{money(bid.amount, lot.currency)}</s> : money(bid.amount, lot.currency)}
              </span>
              <span className="quiet bid-kind">
                {bid.retracted ? t.lot.retracted : bid.auto ? t.lot.auto : bid.type === 'buy_now' ? t.lot.bought : ''}
              </span>
              <time className="quiet bid-at" dateTime={bid.at}>
                {instant(bid.at)}
              </time>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
