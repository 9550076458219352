import { Link } from 'wouter'
import type { Lot } from '../api/lot.ts'
import { Countdown } from '../clock/Countdown.tsx'
import { useServerNow } from '../clock/useServerNow.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { Flash } from '../look/Flash.tsx'
import { useMember } from '../session/useSession.ts'
import { Plate } from './Plate.tsx'

export function LotCard({ lot }: { lot: Lot }) {
  const { t, money } = useSpeech()
  const isSold = lot.sale !== null && !lot.sale.failed
  const hasBid = lot.leader !== null || isSold
  const price = hasBid ? lot.price : lot.startingPrice
  return (
    <article className="card">
      <Link href={`/lots/${lot.lotNumber}`} className="card-link">
        <Plate lot={lot} />
        <div className="card-body">
          <p className="card-number">{t.lot.number(lot.lotNumber)}</p>
          <h3 className="card-title">{lot.title}</h3>
          <p className="card-price">
            <span className="quiet">{isSold ? t.lot.hammer : hasBid ? t.lot.current : t.lot.starting}</span>
            <b>
              <Flash value={price}>{money(isSold ? (lot.sale?.price ?? price) : price, lot.currency)}</Flash>
            </b>
          </p>
          <p className="card-foot">
            <span className="quiet">
              {t.lot.bids(hasBid ? lot.bidCount : 0)}
              {lot.watchCount !== undefined && lot.watchCount > 0 && ` · ${t.lot.watchers(lot.watchCount)}`}
            </span>
            <When lot={lot} />
          </p>
          <Standing lot={lot} />
        </div>
      </Link>
    </article>
  )
}

/** What the clock says of it. */
export function When({ lot }: { lot: Pick<Lot, 'status' | 'outcome' | 'startsAt' | 'endsAt'> }) {
  const { t } = useSpeech()
  const nowMs = useServerNow()
  switch (lot.status) {
    case 'scheduled':
      return (
        <span>
          <span className="quiet">{t.lot.opensIn}</span> <Countdown until={lot.startsAt} />
        </span>
      )
    case 'active':
      return Date.parse(lot.endsAt) <= nowMs ? <span>{t.lot.closing}</span> : <Countdown until={lot.endsAt} />
    case 'completed':
      return <span className="quiet">{lot.outcome === null ? t.lot.ended : t.lot.outcome[lot.outcome]}</span>
    case 'cancelled':
      return <span className="quiet">{t.lot.status.cancelled}</span>
    default:
      return lot.status satisfies never
  }
}

function Standing({ lot }: { lot: Lot }) {
  const { t } = useSpeech()
  const member = useMember()
  if (member === undefined || lot.status !== 'active') return null
  if (lot.youLead) return <p className="badge badge-good">✓ {t.bid.leading}</p>
  if (lot.seller.id === member.id) return <p className="badge">{t.seller.yours}</p>
  return null
}

export function LotCards({ lots }: { lots: readonly Lot[] }) {
  return (
    <div className="cards">
      {lots.map((lot) => (
        <LotCard key={lot.id} lot={lot} />
      ))}
    </div>
  )
}
