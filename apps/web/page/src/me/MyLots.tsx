import { Link } from 'wouter'
import { lotPage } from '../api/lot.ts'
import { usePages } from '../api/usePages.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { useLiveLots } from '../live/useLiveLots.ts'
import { Pages } from '../look/Pages.tsx'
import { Empty } from '../look/states.tsx'
import { LotRow } from './LotRow.tsx'

/** What I sell. */
export function MyLots() {
  const { t } = useSpeech()
  const pages = usePages(lotPage, '/v1/me/lots?limit=20')
  const lots = useLiveLots(pages.items)
  const empty = (
    <Empty title={t.mine.noLots}>
      <Link className="button" href="/sell">
        {t.house.sell}
      </Link>
    </Empty>
  )
  return (
    <Pages pages={{ ...pages, items: lots }} kind="row" empty={empty}>
      {(items) => (
        <ul className="rows">
          {items.map((lot) => (
            <LotRow key={lot.id} lot={lot}>
              <span className="badge">{t.lot.status[lot.status]}</span>
            </LotRow>
          ))}
        </ul>
      )}
    </Pages>
  )
}
