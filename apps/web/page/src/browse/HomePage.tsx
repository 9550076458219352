import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { type Lot, lotPage } from '../api/lot.ts'
import { type Paged, usePages } from '../api/usePages.ts'
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

const endingSoon = `/v1/auctions?sort=ending_soon&status=active&limit=${shownLots}`
const justOpened = `/v1/auctions?sort=just_opened&limit=${shownLots}`
const mostWatched = `/v1/auctions?sort=most_watched&limit=${shownLots}`

export default function HomePage() {
  const { t } = useSpeech()
  const member = useMember()
  useTitle(undefined)
  const ending = usePages(lotPage, endingSoon, { everyMs: againMs })
  const opened = usePages(lotPage, justOpened, { everyMs: againMs })
  const watched = usePages(lotPage, mostWatched, { everyMs: againMs })
  // All of them in one stream, whichever lists they are in.
  const live = useLiveLots([...(ending.items ?? []), ...(opened.items ?? []), ...(watched.items ?? [])])
  const nowOf = (lot: Lot): Lot => live.find(({ id }) => id === lot.id) ?? lot
  const shelf = (pages: typeof ending, isShown: (lot: Lot) => boolean = () => true) => ({
    ...pages,
    // What only one list tells of a lot stays.
    items: pages.items?.map((lot) => ({ ...lot, ...nowOf(lot), watchCount: lot.watchCount })).filter(isShown),
    more: undefined,
  })
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
        lots={shelf(ending)}
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
        lots={shelf(opened)}
        all="/search?sort=newest"
        empty={<Empty title={t.home.none} />}
      />
      <Shelf
        title={t.home.mostWatched}
        lots={shelf(watched, ({ watchCount = 0 }) => watchCount > 0)}
        empty={<Empty title={t.home.noneWatched} />}
      />
    </>
  )
}

type ShelfProps = { title: string; lots: Paged<Lot>; all?: string; empty: ReactNode }

function Shelf({ title, lots, all, empty }: ShelfProps) {
  const { t } = useSpeech()
  return (
    <section className="shelf">
      <div className="shelf-head">
        <h2>{title}</h2>
        {all !== undefined && <Link href={all}>{t.home.all}</Link>}
      </div>
      <Pages pages={lots} kind="card" empty={empty}>
        {(items) => <LotCards lots={items} />}
      </Pages>
    </section>
  )
}
