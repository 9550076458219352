import { Link } from 'wouter'
import * as z from 'zod/mini'
import { lotForViewer } from '../api/lot.ts'
import { usePages } from '../api/usePages.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { Pages } from '../look/Pages.tsx'
import { Empty } from '../look/states.tsx'
import { LotRow } from './LotRow.tsx'

const standing = z.enum(['leading', 'outbid', 'won', 'lost', 'reserve_not_met', 'cancelled'])
const myBids = z.object({
  items: z.array(z.object({ lot: lotForViewer, status: standing, yourBid: z.number(), yourMaximum: z.number() })),
  nextCursor: z.nullable(z.string()),
})

const moods = {
  leading: 'good',
  won: 'good',
  outbid: 'bad',
  lost: 'calm',
  reserve_not_met: 'warn',
  cancelled: 'calm',
} as const

/** Where I have bid, and how I stand there. */
export function MyBids() {
  const { t, money } = useSpeech()
  const pages = usePages(myBids, '/v1/me/bids?limit=20')
  const empty = (
    <Empty title={t.mine.noBids}>
      <Link className="button" href="/">
        {t.mine.browse}
      </Link>
    </Empty>
  )
  return (
    <Pages pages={pages} kind="row" empty={empty}>
      {(items) => (
        <ul className="rows">
          {items.map(({ lot, status, yourBid, yourMaximum }) => (
            <LotRow key={lot.id} lot={lot}>
              <span className={`badge badge-${moods[status]}`} data-standing={status}>
                {t.mine.standing[status]}
              </span>
              <span className="quiet">
                {yourMaximum > yourBid
                  ? t.bid.yourMaximum(money(yourMaximum, lot.currency))
                  : t.bid.yourBid(money(yourBid, lot.currency))}
              </span>
              {status === 'won' && lot.sale?.orderId !== undefined && (
                <Link href={`/me/orders/${lot.sale.orderId}`}>{t.bid.pay}</Link>
              )}
            </LotRow>
          ))}
        </ul>
      )}
    </Pages>
  )
}
