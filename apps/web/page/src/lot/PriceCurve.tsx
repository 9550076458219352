import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import { type Bid, bidPage, type PublicLot } from '../api/lot.ts'
import { ask } from '../api/request.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { Mishap } from '../look/Mishap.tsx'
import { curveOf } from './curve.ts'

// The chart is most of what it takes to draw it: who only bids does not wait for it.
const Chart = lazy(() => import('./Chart.tsx'))

const pagesMax = 5

/** The price over time: the bids so far, read once, and those that come. */
export default function PriceCurve({ lot, bids }: { lot: PublicLot; bids: readonly Bid[] }) {
  const { t, money } = useSpeech()
  const { data: earlier } = useQuery({
    queryKey: ['curve', lot.lotNumber],
    queryFn: ({ signal }) => bidsSoFar(lot.lotNumber, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const curve = useMemo(() => curveOf([...bids, ...(earlier ?? [])]), [bids, earlier])
  if (curve.at.length < 2) return null
  return (
    <section aria-label={t.lot.curve} className="curve">
      <h2>{t.lot.curve}</h2>
      <p className="unseen">
        {money(curve.price[0] ?? 0, lot.currency)} – {money(lot.price, lot.currency)}, {t.lot.bids(lot.bidCount)}
      </p>
      <Mishap shown={() => null}>
        <Suspense fallback={<div className="skeleton curve-space" />}>
          <Chart curve={curve} currency={lot.currency} />
        </Suspense>
      </Mishap>
    </section>
  )
}

async function bidsSoFar(lotNumber: number, signal: AbortSignal): Promise<Bid[]> {
  const all: Bid[] = []
  let cursor = ''
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const page = await ask(bidPage, `/v1/auctions/${lotNumber}/bids?limit=100${cursor}`, { signal })
    all.push(...page.items)
    if (page.nextCursor === null) break
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`
  }
  return all
}
