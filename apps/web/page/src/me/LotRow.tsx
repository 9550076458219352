import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Lot } from '../api/lot.ts'
import { When } from '../browse/LotCard.tsx'
import { Plate } from '../browse/Plate.tsx'
import { useSpeech } from '../language/LanguageProvider.tsx'

/** A lot in a list of one's own. */
export function LotRow({ lot, children }: { lot: Lot; children?: ReactNode }) {
  const { t, money } = useSpeech()
  return (
    <li className="row">
      <Link href={`/lots/${lot.lotNumber}`} className="row-link">
        <Plate lot={lot} />
        <span className="row-title">
          <span className="quiet">{t.lot.number(lot.lotNumber)}</span>
          <b>{lot.title}</b>
        </span>
      </Link>
      <span className="row-price">
        <b>{money(lot.bidCount === 0 ? lot.startingPrice : lot.price, lot.currency)}</b>
        <span className="quiet">{t.lot.bids(lot.bidCount)}</span>
      </span>
      <span className="row-when">
        <When lot={lot} />
      </span>
      <span className="row-state">{children}</span>
    </li>
  )
}
