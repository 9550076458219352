import { lazy } from 'react'
import { Plate } from '../browse/Plate.tsx'
import { useSpeech } from '../language/LanguageProvider.tsx'
import type { LiveLot } from '../live/liveLot.ts'
import { type Followed, useLiveLot } from '../live/useLiveLot.ts'
import { Later } from '../look/Later.tsx'
import { NotFound, Skeletons } from '../look/states.tsx'
import { useTitle } from '../look/useTitle.ts'
import { useMember } from '../session/useSession.ts'
import { AfterTheEnd } from './AfterTheEnd.tsx'
import { BidHistory } from './BidHistory.tsx'
import { BidNote } from './BidNote.tsx'
import { BidPanel } from './BidPanel.tsx'
import { ConnectionNote } from './ConnectionNote.tsx'
import { PriceBoard } from './PriceBoard.tsx'
import { StandingNote } from './StandingNote.tsx'
import { standingOf } from './standing.ts'
import { Terms } from './Terms.tsx'
import { useAnnouncements } from './useAnnouncements.ts'
import { useBidding } from './useBidding.ts'
import { useAlias, useMyBid, useMyLot } from './useMine.ts'
import { WatchButton } from './WatchButton.tsx'
import './lot.css'

// Below what one came for, and for one in a thousand who look.
const PriceCurve = lazy(() => import('./PriceCurve.tsx'))
const SellerPanel = lazy(() => import('./SellerPanel.tsx'))

/** One lot, live. */
export default function LotPage({ lotNumber }: { lotNumber: string }) {
  const { t } = useSpeech()
  const { live, connection, isUnknown } = useLiveLot(lotNumber)
  useTitle(live?.lot.title)
  if (isUnknown) return <NotFound title={t.lot.noSuch} />
  if (live === undefined) return <Skeletons count={3} kind="row" />
  return <OpenLot live={live} connection={connection} />
}

function OpenLot({ live, connection }: { live: LiveLot; connection: Followed['connection'] }) {
  const { t } = useSpeech()
  const { lot, bids, viewers } = live
  const mine = useMyBid(lot)
  const own = useMyLot(lot)
  const alias = useAlias(mine)
  const standing = standingOf(lot, mine)
  const bidding = useBidding(lot, standing)
  const isOpen = lot.status === 'active' || lot.status === 'scheduled'
  const member = useMember()
  useAnnouncements(lot, standing)
  return (
    <article className="lot">
      <div className="lot-head">
        <p className="quiet">
          {t.lot.number(lot.lotNumber)} · {t.lot.by(lot.seller.username)}
        </p>
        <h1>{lot.title}</h1>
      </div>
      <div className="lot-picture">
        <Plate lot={lot} large />
      </div>
      <div className="lot-side">
        {isOpen && <ConnectionNote state={connection} viewers={viewers} />}
        <PriceBoard lot={lot} alias={alias} />
        <StandingNote standing={standing} />
        {lot.status === 'active' ? (
          <BidPanel lot={lot} bids={bids} mine={mine} standing={standing} bidding={bidding} />
        ) : (
          <BidNote state={bidding.state} lot={lot} standing={standing} />
        )}
        <AfterTheEnd lot={lot} own={own} standing={standing} />
        {own !== undefined && own.seller.id === member?.id && (
          <Later>
            <SellerPanel key={`${lot.status} ${lot.sale?.failed}`} lot={lot} own={own} />
          </Later>
        )}
        <WatchButton lot={lot} />
      </div>
      <div className="lot-body">
        <section aria-label={t.lot.description}>
          <h2>{t.lot.description}</h2>
          <p className="lot-description">{lot.description}</p>
        </section>
        <Terms lot={lot} />
        <Later>
          <PriceCurve lot={lot} bids={bids} />
        </Later>
        <BidHistory lot={lot} bids={bids} alias={alias} />
      </div>
    </article>
  )
}
