import type { PublicLot } from '../api/lot.ts'
import { Countdown } from '../clock/Countdown.tsx'
import { useServerNow } from '../clock/useServerNow.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { Flash } from '../look/Flash.tsx'
import { aliasIn } from './alias.ts'

export function PriceBoard({ lot, alias }: { lot: PublicLot; alias: string | undefined }) {
  const { t, money } = useSpeech()
  const { bidCount, currency, sale, status } = lot
  const isSold = sale !== null && !sale.failed
  // Nobody leads: there was no bid, or all were taken back.
  const hasBid = lot.leader !== null || isSold
  const price = hasBid ? lot.price : lot.startingPrice
  const label = isSold ? t.lot.hammer : hasBid ? (status === 'active' ? t.lot.current : t.lot.highest) : t.lot.starting
  return (
    <div className="board">
      <p className="board-price">
        <span className="quiet">{label}</span>
        <output className="price" data-testid="price" data-version={lot.version} data-price={price}>
          <Flash value={price}>{money(isSold ? (sale.price ?? price) : price, currency)}</Flash>
        </output>
        <span className="quiet">
          {t.lot.bids(hasBid ? bidCount : 0)}
          {lot.leader !== null &&
            status === 'active' &&
            ` · ${lot.leader === alias ? t.lot.you : aliasIn(lot.leader, t)}`}
        </span>
      </p>
      <Time lot={lot} />
      <p className="board-flags">
        {lot.hasReserve ? (
          <span className={lot.reserveMet ? 'badge badge-good' : 'badge badge-warn'}>
            {lot.reserveMet ? `✓ ${t.lot.reserveMet}` : t.lot.reserveNotMet}
          </span>
        ) : (
          <span className="badge">{t.lot.noReserve}</span>
        )}
        {lot.extensions > 0 && (
          <span className="badge badge-warn" data-testid="extensions">
            {t.lot.extended(lot.extensions)}
          </span>
        )}
        {status !== 'active' && <span className="badge">{t.lot.status[status]}</span>}
      </p>
    </div>
  )
}

/** By the hammer it is when the lot was to end: it is noted a moment later. */
const endOf = ({ status, outcome, endedAt, endsAt }: PublicLot): string =>
  status === 'cancelled' || outcome === 'bought_now' ? (endedAt ?? endsAt) : endsAt

function Time({ lot }: { lot: PublicLot }) {
  const { t, instant } = useSpeech()
  const nowMs = useServerNow()
  switch (lot.status) {
    case 'scheduled':
      return (
        <p className="board-time">
          <span className="quiet">{t.lot.opensIn}</span> <Countdown until={lot.startsAt} large />
          <span className="quiet">{t.lot.opens(instant(lot.startsAt))}</span>
        </p>
      )
    case 'active':
      return (
        <p className="board-time" data-testid="ends" data-ends-at={lot.endsAt}>
          <span className="quiet">{t.lot.endsIn}</span>{' '}
          {Date.parse(lot.endsAt) <= nowMs ? <b>{t.lot.closing}</b> : <Countdown until={lot.endsAt} large />}
          <span className="quiet">{t.lot.ends(instant(lot.endsAt))}</span>
        </p>
      )
    case 'completed':
    case 'cancelled':
      return (
        <p className="board-time">
          <span className="quiet">{t.lot.ended}</span> <b>{instant(endOf(lot))}</b>
        </p>
      )
    default:
      return lot.status satisfies never
  }
}
