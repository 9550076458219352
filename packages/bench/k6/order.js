import { sleep } from 'k6'
import { any } from './lib/lots.js'
import { ownSession, think } from './lib/people.js'
import { findOrder, openShop, orderOne, payOrCancel } from './lib/shop.js'

export { options } from './lib/load.js'

/** Few, so that people meet on them; less of each than is wanted sells it out. */
const skusCount = Number(__ENV.SKUS ?? 20)
const stock = Number(__ENV.STOCK ?? 100000)

export const setup = () => ({ ids: openShop(skusCount, stock) })

/** Buyers: each signs up, then orders again and again, finds his order, and pays or cancels. */
export default function buyer({ ids }) {
  think(2, 8)
  const session = ownSession()
  if (session === null) return
  const { accessToken } = session
  const order = orderOne(any(ids), accessToken)
  if (order === null) return
  findOrder(order, accessToken, () => sleep(0.2))
  think(1, 3)
  payOrCancel(order, accessToken)
}
