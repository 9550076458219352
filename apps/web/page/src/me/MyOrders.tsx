import { Link } from 'wouter'
import { orderPage } from '../api/order.ts'
import { usePages } from '../api/usePages.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { Pages } from '../look/Pages.tsx'
import { Empty } from '../look/states.tsx'
import { ItemName } from '../order/ItemName.tsx'

const moods = { created: 'warn', paid: 'good', cancelled: 'calm', expired: 'bad' } as const

/** What I have bought, at auction or in the shop. */
export function MyOrders() {
  const { t, money, instant } = useSpeech()
  const pages = usePages(orderPage, '/v1/me/orders?limit=20')
  const empty = (
    <Empty title={t.mine.noOrders}>
      <Link className="button" href="/shop">
        {t.house.shop}
      </Link>
    </Empty>
  )
  return (
    <Pages pages={pages} kind="row" empty={empty}>
      {(items) => (
        <ul className="rows">
          {items.map((order) => (
            <li key={order.id} className="row row-order">
              <Link href={`/me/orders/${order.id}`}>
                <b>
                  <ItemName order={order} />
                </b>
              </Link>
              <b>{money(order.total, order.currency)}</b>
              <span className="quiet">{instant(order.createdAt)}</span>
              <span className={`badge badge-${moods[order.status]}`} data-status={order.status}>
                {t.order.status[order.status]}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Pages>
  )
}
