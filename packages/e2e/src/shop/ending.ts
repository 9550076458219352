import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { type Gavel, startGavel } from '../gavel.ts'
import { listLot } from '../lots.ts'
import { administratorsPaddle, as } from '../people.ts'
import { until } from '../until.ts'
import { checkStock, orderShown, placeOrder, searchOrders, shelve, stockShown } from './shop.ts'

const [buyer, other] = [811, 812]
const page = z.object({ items: z.array(orderShown) })

/** Orders that nobody pays, and those of lots: where orders of the shop can be paid for two seconds. */
export function endingScenarios(): void {
  describe('orders that fall due, and orders of lots', () => {
    let gavel: Gavel
    beforeAll(async () => {
      gavel = await startGavel('shop-endings', { orderPayableSec: 2 })
    }, 180_000)
    afterAll(() => gavel?.stop(), 60_000)

    const statusOf = async (orderId: string): Promise<string> =>
      orderShown.parse((await as(gavel, administratorsPaddle).get(`orders/${orderId}`)).body).status

    const ordersOfLots = async (paddle: number, auctionId: string) =>
      page
        .parse((await as(gavel, paddle).get('me/orders?limit=100')).body)
        .items.filter(({ item }) => Object(item).auctionId === auctionId)

    it('gives the stock back once when nobody pays, also what hung at the payment provider', async () => {
      const shelf = await shelve(gavel, 10)
      const [unpaid, hanging, paid] = [
        await placeOrder(gavel, buyer, shelf, 4),
        await placeOrder(gavel, buyer, shelf, 3),
        await placeOrder(gavel, buyer, shelf, 2),
      ]
      const pay = ({ orderId }: { orderId: string }, body: object = {}) =>
        as(gavel, buyer).post(`orders/${orderId}/pay`, body)
      const [pending, done] = await Promise.all([pay(hanging, { paymentMethod: 'fake_timeout' }), pay(paid)])
      // The provider is waited for longer than the order can be paid: by then it is withdrawn, if the scheduler was quick.
      if (pending.status === 202) expect(pending.body).toMatchObject({ status: 'created', payment: 'pending' })
      else expect(pending).toMatchObject({ status: 409, body: { code: 'order_closed', orderStatus: 'expired' } })
      expect(done.body).toMatchObject({ status: 'paid' })
      await until('two have expired, and one is paid', async () => {
        expect([await statusOf(unpaid.orderId), await statusOf(hanging.orderId), await statusOf(paid.orderId)]).toEqual(
          ['expired', 'expired', 'paid'],
        )
        expect(await stockShown(gavel, shelf)).toBe(8)
      })
      expect(await pay(unpaid)).toMatchObject({ status: 409, body: { code: 'order_closed', orderStatus: 'expired' } })
      expect(await checkStock(gavel, shelf, 10)).toEqual([paid.orderId])
      await until('the search says so, too', async () =>
        expect((await searchOrders(gavel, buyer, `skuId=${shelf.skuId}&status=expired`)).total).toBe(2),
      )
    }, 60_000)

    it('expires what fell due while the scheduler was away', async () => {
      const shelf = await shelve(gavel, 3)
      const scheduler = gavel.service('scheduler')
      await scheduler.kill('SIGKILL')
      const { orderId } = await placeOrder(gavel, buyer, shelf, 3)
      const placedAtMs = Date.now()
      await until('it is due', () => expect(Date.now() - placedAtMs).toBeGreaterThan(2_000))
      await scheduler.start()
      await until('it has expired', async () => {
        expect(await statusOf(orderId)).toBe('expired')
        expect(await stockShown(gavel, shelf)).toBe(3)
      })
      expect(await checkStock(gavel, shelf, 3)).toEqual([])
    }, 60_000)

    it('makes one order of a lot that was sold, which its buyer pays', async () => {
      const lot = await listLot(gavel, { buyNowPrice: 5_000 })
      expect((await as(gavel, buyer).post(`auctions/${lot.id}/buy-now`)).status).toBe(200)
      const [made] = await until('the order is there', async () => {
        const orders = await ordersOfLots(buyer, lot.id)
        expect(orders).toMatchObject([
          { status: 'created', total: 5_000, item: { kind: 'lot', lotNumber: lot.lotNumber } },
        ])
        return orders
      })
      if (made === undefined) throw new Error('it is there')
      expect((await as(gavel, other).post(`orders/${made.id}/pay`)).status).toBe(404)
      expect((await as(gavel, buyer).post(`orders/${made.id}/pay`)).body).toMatchObject({ status: 'paid' })
      // What is paid is sold for good.
      expect(await as(gavel, buyer).post(`auctions/${lot.id}/sale/decline`)).toMatchObject({ status: 409 })
      await until('it is shown as paid, once', async () =>
        expect(await ordersOfLots(buyer, lot.id)).toMatchObject([{ id: made.id, status: 'paid' }]),
      )
    })

    it('ends the order with the sale, and the sale with the order', async () => {
      for (const decline of ['the order', 'the sale'] as const) {
        const lot = await listLot(gavel, { buyNowPrice: 7_000 })
        await as(gavel, buyer).post(`auctions/${lot.id}/buy-now`)
        const [made] = await until('the order is there', async () => {
          const orders = await ordersOfLots(buyer, lot.id)
          expect(orders).toHaveLength(1)
          return orders
        })
        const path = decline === 'the order' ? `orders/${made?.id}/cancel` : `auctions/${lot.id}/sale/decline`
        expect((await as(gavel, buyer).post(path)).status).toBe(200)
        expect((await as(gavel, buyer).post(`orders/${made?.id}/pay`)).body).toMatchObject({ code: 'order_closed' })
        await until('both have ended', async () => {
          expect(await ordersOfLots(buyer, lot.id)).toMatchObject([{ status: 'cancelled' }])
          expect((await as(gavel, buyer).get(`auctions/${lot.id}`)).body).toMatchObject({ sale: { failed: true } })
        })
      }
    })
  })
}
