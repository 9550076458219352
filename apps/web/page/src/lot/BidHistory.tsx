import type { Bid, PublicLot } from '../api/lot.ts'
import type { Messages } from '../language/en.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { useMember } from '../session/useSession.ts'
import { aliasIn } from './alias.ts'

const shownMax = 30

type BidHistoryProps = { lot: PublicLot; bids: readonly Bid[]; alias: string | undefined }

/** The last bids, newest first, by aliases: nobody learns who bids. */
export function BidHistory({ lot, bids, alias }: BidHistoryProps) {
  const { t, money, instant } = useSpeech()
  const isSeller = useMember()?.id === lot.seller.id
  return (
    <section aria-label={t.lot.history} className="history">
      <h2>
        {t.lot.history} <span className="quiet">{lot.bidCount}</span>
      </h2>
      {bids.length === 0 ? (
        <p className="quiet">{isSeller ? t.lot.noBidsYet : t.lot.noBids}</p>
      ) : (
        <ol className="bids" aria-label={t.lot.history}>
          {bids.slice(0, shownMax).map((bid) => (
            <li key={bid.id} className={bid.bidder === alias ? 'bid bid-mine' : 'bid'} data-bid={bid.id}>
              <span className="bid-who">
                {aliasIn(bid.bidder, t)}
                {bid.bidder === alias && <b> ({t.lot.you})</b>}
              </span>
              <span className="bid-amount">
                {bid.retracted ? <s>{money(bid.amount, lot.currency)}</s> : money(bid.amount, lot.currency)}
              </span>
              <span className="quiet bid-kind">{kindOf(bid, t)}</span>
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

function kindOf({ retracted, auto, type }: Bid, t: Messages): string {
  // The house's own entry was taken back by nobody: it fell with the bid that it answered.
  if (retracted) return auto ? t.lot.fallen : t.lot.retracted
  if (auto) return t.lot.auto
  return type === 'buy_now' ? t.lot.bought : ''
}
