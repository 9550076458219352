import type { PublicLot } from '../api/lot.ts'
import { useCategories } from '../browse/useCategories.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'

/** By which rules the lot is sold. */
export function Terms({ lot }: { lot: PublicLot }) {
  const { t, money, instant } = useSpeech()
  const categories = useCategories()
  const { softClose, category, currency } = lot
  const length = (seconds: number): string =>
    seconds % 60 === 0 ? t.time.minutes(seconds / 60) : t.time.seconds(seconds)
  return (
    <section aria-label={t.lot.details}>
      <h2>{t.lot.details}</h2>
      <dl className="terms">
        {category !== null && (
          <>
            <dt>{t.lot.category}</dt>
            <dd>{categories.get(category) ?? category}</dd>
          </>
        )}
        <dt>{t.lot.starting}</dt>
        <dd>{money(lot.startingPrice, currency)}</dd>
        {lot.buyNowPrice !== null && (
          <>
            <dt>{t.sell.buyNow}</dt>
            <dd>
              {lot.buyNowAvailable ? money(lot.buyNowPrice, currency) : <s>{money(lot.buyNowPrice, currency)}</s>}
            </dd>
          </>
        )}
        {lot.status === 'active' && (
          <>
            <dt>{t.lot.increments}</dt>
            <dd>{money(lot.minimumBid, currency)}</dd>
          </>
        )}
        {lot.status === 'scheduled' && (
          <>
            <dt>{t.sell.opens}</dt>
            <dd>{instant(lot.startsAt)}</dd>
          </>
        )}
        <dt>{t.lot.ending}</dt>
        <dd>
          {softClose === null
            ? t.lot.hardClose
            : t.lot.softClose(length(softClose.windowSec), length(softClose.extendSec))}
        </dd>
      </dl>
    </section>
  )
}
