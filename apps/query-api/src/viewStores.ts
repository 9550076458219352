import type { AuctionView, CatalogView, MemberView, OrderView } from '@gavel/event-contracts'
import type pg from 'pg'
import { materialise } from './auction/materialise.ts'
import { materialiseCatalog } from './catalog/materialiseCatalog.ts'
import { materialiseMembers } from './me/materialiseMembers.ts'
import type { MaterialisedView } from './metrics.ts'
import { saveOrders } from './sql/saveOrders.ts'

/**
 * What takes views into the tables: those in use, and those that a rebuild fills. What is older than what is stored
 * changes nothing. `stored` is told what can be read from then on.
 */
export const createViewStores = (pool: pg.Pool, stored: (views: readonly MaterialisedView[]) => void = () => {}) => ({
  /** Lots and bids. */
  async materialise(views: readonly AuctionView[]): Promise<void> {
    await materialise(pool, views)
    stored(views)
  },
  /** What members keep for themselves. */
  async materialiseMembers(views: readonly MemberView[]): Promise<void> {
    await materialiseMembers(pool, views)
    stored(views)
  },
  async materialiseCatalog(views: readonly CatalogView[]): Promise<void> {
    await materialiseCatalog(pool, views)
    stored(views)
  },
  async materialiseOrders(views: readonly OrderView[]): Promise<void> {
    await saveOrders(pool, views)
    stored(views.map((data) => ({ type: 'order.view', data })))
  },
})

export type ViewStores = ReturnType<typeof createViewStores>
