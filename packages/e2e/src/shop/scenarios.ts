import { randomUUID } from 'node:crypto'
import type { ServiceName } from '@gavel/launcher'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Gavel, startGavel } from '../gavel.ts'
import { type Answer, send } from '../http.ts'
import { administratorsPaddle, as, tokenOf } from '../people.ts'
import { until } from '../until.ts'
import { checkStock, order, orderIn, placeOrder, searchOrders, shelve, stockShown } from './shop.ts'

const [mia, ben] = [801, 802]
const numbers = (n: number) => Array.from({ length: n }, (_, index) => index)

/** The shop, whatever number of each service it runs on. */
export function shopScenarios(instances: number): void {
  describe(`the shop with ${instances} of each service`, () => {
    let gavel: Gavel
    beforeAll(async () => {
      gavel = await startGavel(`shop-with-${instances}`, { instances })
    }, 180_000)
    afterAll(() => gavel?.stop(), 60_000)

    it('finds an order by everything that is known of it, and shows it to its buyer and administrators alone', async () => {
      const shelf = await shelve(gavel, 10)
      const { orderId, correlationId, version } = await placeOrder(gavel, mia, shelf, 3)
      const mine = await as(gavel, mia).get(`orders/${orderId}?atLeast=${version}`)
      expect(mine).toMatchObject({
        status: 200,
        body: {
          id: orderId,
          status: 'created',
          total: 3_000,
          correlationId,
          item: { skuId: shelf.skuId, quantity: 3 },
        },
      })
      expect((await as(gavel, ben).get(`orders/${orderId}`)).status).toBe(404)
      await until('the search finds it', async () => {
        for (const query of [`correlationId=${correlationId}`, `skuId=${shelf.skuNumber}&status=created`]) {
          expect((await searchOrders(gavel, mia, query)).items).toMatchObject([{ id: orderId, total: 3_000 }])
          expect((await searchOrders(gavel, ben, query)).items).toEqual([])
          expect((await searchOrders(gavel, administratorsPaddle, query)).items).toMatchObject([{ id: orderId }])
        }
      })
      await until('the stock is less', async () => expect(await stockShown(gavel, shelf)).toBe(7))
      expect((await as(gavel, mia).get('me/orders')).body).toMatchObject({ items: [{ id: orderId }] })
      expect((await as(gavel, mia).post(`orders/${orderId}/pay`)).body).toMatchObject({ status: 'paid' })
      await until('it is found as paid', async () => {
        const { items } = await searchOrders(gavel, mia, `correlationId=${correlationId}`)
        expect(items).toMatchObject([{ id: orderId, status: 'paid', payment: 'approved' }])
      })
      expect(await checkStock(gavel, shelf, 10)).toEqual([orderId])
    })

    it('sells exactly what there is to 500 buyers at once, and what one gives back to another', async () => {
      const shelf = await shelve(gavel, 100)
      await Promise.all(numbers(500).map((index) => tokenOf(10_000 + index)))
      const answers = await Promise.all(
        numbers(500).map((index) => order(gavel, 10_000 + index, { skuId: shelf.skuId, quantity: 1 })),
      )
      const sold = answers.flatMap((answer, index) => (answer.status === 201 ? [{ ...orderIn(answer), index }] : []))
      expect(sold).toHaveLength(100)
      expect(answers.filter(({ body }) => Object(body).code === 'insufficient_stock')).toHaveLength(400)
      expect(new Set(await checkStock(gavel, shelf, 100))).toEqual(new Set(sold.map(({ orderId }) => orderId)))
      for (const url of gavel.system.queryApiUrls) {
        await until('nothing is left', async () => expect(await stockShown(gavel, shelf, url)).toBe(0))
        await until('the search finds them all', async () =>
          expect((await searchOrders(gavel, administratorsPaddle, `skuId=${shelf.skuId}`, url)).total).toBe(100),
        )
      }
      const [first] = sold
      if (first === undefined) throw new Error('a hundred were sold')
      const cancel = () => as(gavel, 10_000 + first.index).post(`orders/${first.orderId}/cancel`)
      expect((await Promise.all(numbers(6).map(cancel))).map(({ status }) => status)).toEqual(numbers(6).map(() => 200))
      await until('one is there again', async () => expect(await stockShown(gavel, shelf)).toBe(1))
      const again = await Promise.all(
        [mia, ben].map((paddle) => order(gavel, paddle, { skuId: shelf.skuId, quantity: 1 })),
      )
      expect(again.map(({ status }) => status).toSorted()).toEqual([201, 409])
      expect(await checkStock(gavel, shelf, 100)).toHaveLength(100)
    }, 90_000)

    it('makes one order of one key: in turn, at once, and with Redis away', async () => {
      const shelf = await shelve(gavel, 10)
      const withKey = (idempotencyKey: string) => order(gavel, mia, { skuId: shelf.skuId, quantity: 1, idempotencyKey })
      const ordersOf = (answers: readonly Answer[]) =>
        new Set(answers.flatMap((answer) => (answer.status < 300 ? [orderIn(answer).orderId] : [])))
      const inProgress = (answers: readonly Answer[]) =>
        answers.filter(({ body }) => Object(body).code === 'in_progress')

      const key = randomUUID()
      const inTurn = [await withKey(key), await withKey(key)]
      expect(inTurn.map(({ status }) => status)).toEqual([201, 200])
      expect(inTurn[1]?.body).toEqual(inTurn[0]?.body)
      expect(inTurn[1]?.headers.get('idempotency-replayed')).toBe('true')

      const parallel = randomUUID()
      const atOnce = await Promise.all(numbers(20).map(() => withKey(parallel)))
      expect(ordersOf(atOnce).size).toBe(1)
      expect(atOnce.filter(({ status }) => status < 300).length + inProgress(atOnce).length).toBe(20)

      gavel.wayToRedis.cut()
      try {
        const cut = randomUUID()
        const without = await Promise.all(numbers(6).map(() => withKey(cut)))
        expect(ordersOf(without).size).toBe(1)
        expect(without.every(({ status }) => status < 300)).toBe(true)
        // Redis has forgotten it: the event store has not.
        expect(ordersOf([await withKey(key)])).toEqual(ordersOf(inTurn))
        const [correlationId] = without.map((answer) => orderIn(answer).correlationId)
        await until('it is found', async () =>
          expect((await searchOrders(gavel, mia, `correlationId=${correlationId}`)).items).toHaveLength(1),
        )
      } finally {
        await gavel.wayToRedis.restore()
      }
      expect(await checkStock(gavel, shelf, 10)).toHaveLength(3)
    })

    it('takes the orders of older clients, who find them by user, SKU and correlation id', async () => {
      const shelf = await shelve(gavel, 5)
      const json = { skuId: shelf.skuNumber, quantity: 2, idempotencyKey: randomUUID() }
      const token = await tokenOf(ben)
      const answer = await send(`${gavel.webUrl}/orders`, { json, token })
      expect(answer).toMatchObject({ status: 200, body: { orderId: expect.any(String), status: 'CREATED' } })
      const { orderId, correlationId } = Object(answer.body)
      expect((await send(`${gavel.webUrl}/orders`, { json, token })).body).toEqual(answer.body)
      expect(await send(`${gavel.webUrl}/orders`, { json: { ...json, quantity: 0 }, token })).toMatchObject({
        status: 400,
        body: { status: 400, error: 'Bad Request', path: '/orders', correlationId: expect.any(String) },
      })
      const soldOut = await send(`${gavel.webUrl}/orders`, {
        json: { ...json, quantity: 9, idempotencyKey: 'x' },
        token,
      })
      expect(soldOut).toMatchObject({ status: 409, body: { error: 'Conflict' } })
      await until('all searches find it', async () => {
        for (const query of [`userId=${ben}`, `skuId=${shelf.skuNumber}`, `correlationId=${correlationId}`]) {
          const found = await send(`${gavel.webUrl}/search/orders?${query}`, { token })
          expect(found.body).toContainEqual({
            orderId,
            skuId: shelf.skuNumber,
            quantity: 2,
            userId: ben,
            status: 'CREATED',
            correlationId,
            createdAt: expect.any(String),
          })
        }
      })
      await until('the product shows it', async () =>
        expect((await send(`${gavel.webUrl}/products/${shelf.productNumber}`)).body).toMatchObject({
          productId: shelf.productNumber,
          skus: [{ skuId: shelf.skuNumber, stock: 3 }],
        }),
      )
    })

    it.each(['command-api', 'projector', 'query-api'] as const satisfies readonly ServiceName[])(
      'loses and doubles nothing when a %s is killed in a stream of orders',
      async (name) => {
        const stock = 300
        const shelf = await shelve(gavel, stock)
        const service = gavel.service(name, instances)
        const acknowledged: string[] = []
        let tries = 0
        /** As clients do who do not know what became of a request: the same again, under the same key. */
        async function buy(index: number): Promise<void> {
          const idempotencyKey = randomUUID()
          for (;;) {
            const answer = await order(gavel, 2_000 + index, { skuId: shelf.skuId, quantity: 1, idempotencyKey }).catch(
              () => undefined,
            )
            tries += 1
            if (answer !== undefined && answer.status < 300) return void acknowledged.push(orderIn(answer).orderId)
            if (answer?.status === 409 && Object(answer.body).code === 'insufficient_stock') return
            await new Promise((resume) => setTimeout(resume, 50))
            if (gavel.stopping.aborted) return
          }
        }
        const buyers = numbers(20).map(async (index) => {
          for (const round of numbers(stock / 20 + 1)) await buy(index * 100 + round)
        })
        await until('some are sold', () => expect(acknowledged.length).toBeGreaterThan(50))
        await service.kill('SIGKILL')
        await until('others are tried', () => expect(tries).toBeGreaterThan(100))
        await service.start()
        await Promise.all(buyers)

        expect(acknowledged).toHaveLength(stock)
        expect(new Set(await checkStock(gavel, shelf, stock))).toEqual(new Set(acknowledged))
        await until('all are found, and nothing is left', async () => {
          expect(await stockShown(gavel, shelf)).toBe(0)
          expect((await searchOrders(gavel, administratorsPaddle, `skuId=${shelf.skuId}&limit=1`)).total).toBe(stock)
        })
      },
      150_000,
    )
  })
}
