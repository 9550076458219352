import { useMemo } from 'react'
import { Link } from 'wouter'
import * as z from 'zod/mini'
import { lotForViewer } from '../api/lot.ts'
import { usePages } from '../api/usePages.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { useLiveLots } from '../live/useLiveLots.ts'
import { Pages } from '../look/Pages.tsx'
import { Empty } from '../look/states.tsx'
import { LotRow } from './LotRow.tsx'

const watchlist = z.object({ items: z.array(z.object({ lot: lotForViewer })), nextCursor: z.nullable(z.string()) })

/** What I watch. */
export function MyWatchlist() {
  const { t } = useSpeech()
  const pages = usePages(watchlist, '/v1/me/watchlist?limit=20')
  const watched = useMemo(() => pages.first && pages.items?.map(({ lot }) => lot), [pages.first, pages.items])
  const lots = useLiveLots(watched)
  const empty = (
    <Empty title={t.mine.noWatched}>
      <Link className="button" href="/">
        {t.mine.browse}
      </Link>
    </Empty>
  )
  return (
    <Pages pages={{ ...pages, items: lots }} kind="row" empty={empty}>
      {(items) => (
        <ul className="rows">
          {items.map((lot) => (
            <LotRow key={lot.id} lot={lot} />
          ))}
        </ul>
      )}
    </Pages>
  )
}
