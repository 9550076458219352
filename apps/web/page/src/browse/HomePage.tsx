import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { type Lot, lotPage } from '../api/lot.ts'
import { usePages } from '../api/usePages.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { useLiveLots } from '../live/useLiveLots.ts'
import { Pages } from '../look/Pages.tsx'
import { Empty } from '../look/states.tsx'
import { useTitle } from '../look/useTitle.ts'
import { useMember } from '../session/useSession.ts'
import { LotCards } from './LotCard.tsx'
import './browse.css'

const shownLots = 8
/** The prices in a list are live; which lots are in it is looked up so often. */
const againMs = 15_000

export default function HomePage() {
  const { t } = useSpeech()
  const member = useMember()
  useTitle(undefined)
  return (
    <>
      <section className="hero">
        <h1>{t.house.claim}</h1>
        <p>{t.house.lead}</p>
        {member === undefined && (
          <p>
            <Link href="/signup" className="button button-strong">
              {t.house.signUp}
            </Link>
          </p>
        )}
      </section>
      <Shelf
        title={t.home.endingSoon}
        path={`/v1/auctions?sort=ending_soon&status=active&limit=${shownLots}`}
        all="/search?sort=ending_soon"
        empty={
          <Empty title={t.home.none}>
            <p>{t.home.noneLead}</p>
            <Link href="/sell" className="button">
              {t.house.sell}
            </Link>
          </Empty>
        }
      />
      <Shelf
        title={t.home.justOpened}
        path={`/v1/auctions?sort=just_opened&limit=${shownLots}`}
        all="/search?sort=newest"
        empty={<Empty title={t.home.none} />}
      />
      <Shelf
        title={t.home.mostWatched}
        path={`/v1/auctions?sort=most_watched&limit=${shownLots}`}
        isShown={({ watchCount = 0 }) => watchCount > 0}
        empty={<Empty title={t.home.noneWatched} />}
      />
    </>
  )
}

type ShelfProps = { title: string; path: string; all?: string; empty: ReactNode; isShown?(lot: Lot): boolean }

function Shelf({ title, path, all, empty, isShown = () => true }: ShelfProps) {
  const { t } = useSpeech()
  const pages = usePages(lotPage, path, { everyMs: againMs })
  const lots = useLiveLots(pages.items)?.filter(isShown)
  return (
    <section className="shelf">
      <div className="shelf-head">
        <h2>{title}</h2>
        {all !== undefined && <Link href={all}>{t.home.all}</Link>}
      </div>
      <Pages pages={{ ...pages, items: lots, more: undefined }} kind="card" empty={empty}>
        {(items) => <LotCards lots={items} />}
      </Pages>
    </section>
  )
}
