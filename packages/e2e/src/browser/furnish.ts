import { listSampleLots, nameSampleCategories, shelveSampleProducts } from '@gavel/launcher'
import { bidWell } from '../bidding.ts'
import type { Gavel } from '../gavel.ts'
import { type Answer, send } from '../http.ts'
import { listLot, readLot, untilLot } from '../lots.ts'
import { as } from '../people.ts'
import { orderIn, orderShown } from '../shop/shop.ts'
import { until } from '../until.ts'
import type { Member } from './members.ts'

/** Where there is something to see, by lot number, product number and order. */
export type Furniture = Awaited<ReturnType<typeof furnish>>

const tenMinutesMs = 600_000
const hourMs = 3_600_000

/** A house with something on every page, for a member who sells, bids, wins, loses, orders and watches. */
export async function furnish(gavel: Gavel, { token }: Member) {
  const call = async (method: 'POST' | 'PUT', path: string, json: unknown = {}): Promise<Answer> => {
    const answer = await send(`${gavel.webUrl}/v1/${path}`, { method, token, json })
    if (answer.status >= 400) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`)
    return answer
  }
  const bid = (lotNumber: number, amount: number, type = 'exact') =>
    call('POST', `auctions/${lotNumber}/bids`, { type, amount })
  const othersBid = async (lotNumber: number, amounts: readonly number[]): Promise<void> => {
    for (const [index, amount] of amounts.entries()) {
      const answer = await as(gavel, 501 + (index % 3)).post(`auctions/${lotNumber}/bids`, { type: 'exact', amount })
      if (answer.status !== 201) throw new Error(`bidding answered ${answer.status}: ${answer.text}`)
    }
  }

  await nameSampleCategories(gavel.webUrl)
  const [gavels] = await shelveSampleProducts(gavel.webUrl)
  const { leading, outbid, scheduled } = await until('the samples are on the list', () => samples(gavel))
  await othersBid(leading, [120_000, 135_000, 150_000])
  await bid(leading, 190_000, 'max')
  await bid(outbid, 5_000)
  await othersBid(outbid, [5_500, 6_000, 8_200, 9_000])

  const listed = { endsInMs: tenMinutesMs }
  const own = await listLot(gavel, { ...listed, title: 'Seal paste box', reservePrice: 900, buyNowPrice: 4_000 }, token)
  await othersBid(own.lotNumber, [150])
  const later = await listLot(gavel, { title: 'Water dropper', opensInMs: hourMs, endsInMs: 2 * hourMs }, token)
  const cancelled = await listLot(gavel, { title: 'Paperweight' }, token)
  await call('POST', `auctions/${cancelled.lotNumber}/cancel`)
  const won = await listLot(gavel, { title: 'Writing box of lacquer', endsInMs: 5_000 })
  const lost = await listLot(gavel, { title: 'Folding screen', endsInMs: 5_000 })
  await bid(won.lotNumber, 150)
  await bid(lost.lotNumber, 150)
  await bidWell(gavel, lost, { paddleNumber: 501, amount: 300 })
  for (const lotNumber of [leading, scheduled]) await call('PUT', `auctions/${lotNumber}/watch`)

  const [sku] = gavels?.skus ?? []
  const { orderId: ordered } = orderIn(await call('POST', 'orders', { skuId: sku?.skuNumber, quantity: 2 }))
  const { orderId: paid } = orderIn(await call('POST', 'orders', { skuId: sku?.skuNumber, quantity: 1 }))
  await call('POST', `orders/${paid}/pay`)

  await Promise.all([untilLot(gavel, won, 'completed'), untilLot(gavel, lost, 'completed')])
  await until('all of it can be seen', async () => {
    const orders = await send(`${gavel.webUrl}/v1/me/orders`, { token })
    if (Object(orders.body).items?.length !== 3) throw new Error('the lot that was won has no order yet')
    orderShown.parse(Object(orders.body).items[0])
    if ((await readLot(gavel.webUrl, cancelled.id)).status !== 'cancelled') throw new Error('it is open')
  })
  return {
    lots: {
      leading,
      outbid,
      scheduled,
      own: own.lotNumber,
      later: later.lotNumber,
      cancelled: cancelled.lotNumber,
      won: won.lotNumber,
      lost: lost.lotNumber,
    },
    orders: { ordered, paid },
    product: gavels?.productNumber ?? 0,
  }
}

/** Lists what is not on sale yet; lists follow a moment after the lots themselves. */
async function samples(gavel: Gavel) {
  const onSale = await listSampleLots(gavel.webUrl)
  const numberOf = (title: RegExp): number => {
    const found = onSale.find((lot) => title.test(lot.title))
    if (found === undefined) throw new Error(`there is no sample like ${title}`)
    return found.lotNumber
  }
  return { leading: numberOf(/vase/), outbid: numberOf(/tea bowl/), scheduled: numberOf(/record/) }
}
