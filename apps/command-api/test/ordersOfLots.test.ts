import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { bearer, type CommandSideFixture, type Instance, iso, startCommandSide } from './commandSide.fixture.ts'
import { act, adminPaddle, statusesOf } from './shop.fixture.ts'

const [sellersPaddle, buyersPaddle] = [50, 7]
const numbers = (n: number) => Array.from({ length: n }, (_, index) => index)
const price = 5_000

describe('orders of lots', () => {
  let fixture: CommandSideFixture
  let other: Instance
  beforeAll(async () => {
    fixture = await startCommandSide()
    other = await fixture.another()
  })
  afterAll(() => fixture.stop())

  const appOf = (index: number) => (index % 2 === 0 ? fixture.app : other.app)

  /** A lot that was bought at once; the news of it has not come round. */
  async function soldLot() {
    const { nowMs } = fixture.clock
    const listed = await supertest(fixture.app)
      .post('/v1/auctions')
      .set('Authorization', await bearer(sellersPaddle))
      .send({
        title: 'A gavel',
        description: '',
        currency: 'KRW',
        startingPrice: 1_000,
        buyNowPrice: price,
        startsAt: iso(nowMs),
        endsAt: iso(nowMs + 3_600_000),
      })
      .expect(201)
    const { id, lotNumber } = listed.body
    await supertest(fixture.app)
      .post(`/v1/auctions/${id}/buy-now`)
      .set('Authorization', await bearer(buyersPaddle))
      .send({})
      .expect(200)
    const sold = (await fixture.store.load(id)).find(({ type }) => type === 'auction.sold')
    if (sold === undefined) throw new Error('it was bought')
    const { data, metadata, ...event } = sold
    const news = { ...event, ...Object({ data, metadata }), type: 'auction.sold' as const, auctionId: id }
    return { id, lotNumber, saleId: String(Object(data).saleId), news }
  }

  const decline = async (id: string, index = 0) =>
    supertest(appOf(index))
      .post(`/v1/auctions/${id}/sale/decline`)
      .set('Authorization', await bearer(buyersPaddle))
      .send({})

  const hasFailed = async (id: string) => (await fixture.store.load(id)).some(({ type }) => type === 'sale.failed')

  it('are made once of each sale, however often the news of it comes, and can be paid for four days', async () => {
    const { id, lotNumber, saleId, news } = await soldLot()
    await Promise.all(numbers(6).map((index) => (index % 2 === 0 ? fixture.orders : other.orders).takeSale(news)))
    expect(await fixture.store.load(saleId)).toMatchObject([
      {
        type: 'order.created',
        data: {
          buyer: { paddleNumber: buyersPaddle },
          item: { kind: 'lot', auctionId: id, lotNumber, via: 'buy_now' },
          total: price,
          currency: 'KRW',
          payableUntil: iso(fixture.clock.nowMs + 4 * 86_400_000),
        },
        metadata: { causationId: news.id, correlationId: news.metadata.correlationId },
      },
    ])
    expect((await act(fixture.app, saleId, 'pay', { paddle: sellersPaddle })).status).toBe(404)
    expect((await act(fixture.app, saleId, 'pay')).body).toMatchObject({ status: 'paid' })
    expect((await decline(id)).body).toMatchObject({ status: 409, code: 'order_closed', orderStatus: 'paid' })
    expect(await hasFailed(id)).toBe(false)
  })

  it('never come to be paid once the sale has failed, also when the news of it comes late', async () => {
    const { id, saleId, news } = await soldLot()
    expect((await decline(id)).status).toBe(200)
    await fixture.orders.takeSale(news)
    expect(await statusesOf(fixture, saleId)).toEqual(['order.created', 'order.cancelled'])
    expect((await act(fixture.app, saleId, 'pay')).body).toMatchObject({
      code: 'order_closed',
      orderStatus: 'cancelled',
    })
    expect((await act(fixture.app, saleId, 'cancel')).status).toBe(200)
    expect((await decline(id)).body).toMatchObject({ code: 'no_sale' })
  })

  it('end with the sale and the sale with them, or are paid: whatever comes at once, from everywhere', async () => {
    const lots = await Promise.all(numbers(24).map(soldLot))
    await Promise.all(
      lots.flatMap(({ id, saleId, news }, index) => [
        decline(id, index),
        (index % 3 === 0 ? other.orders : fixture.orders).takeSale(news),
        act(appOf(index), saleId, 'pay', {
          body: { paymentMethod: index % 4 === 0 ? 'fake_decline' : 'fake_approve' },
        }),
        act(appOf(index + 1), saleId, 'cancel'),
        act(appOf(index), saleId, 'pay'),
        decline(id, index + 1),
      ]),
    )
    for (const { id, saleId } of lots) {
      const facts = await statusesOf(fixture, saleId)
      const end = facts.at(-1)
      expect(await hasFailed(id)).toBe(end === 'order.cancelled')
      expect(facts.filter((type) => type === 'order.created')).toHaveLength(1)
      expect(facts.filter((type) => type === 'order.paid' || type === 'order.cancelled').length).toBeLessThanOrEqual(1)
    }
  })

  it('are ended by an administrator as unpaid, and by nobody else', async () => {
    const { id, saleId, news } = await soldLot()
    await fixture.orders.takeSale(news)
    expect((await act(fixture.app, saleId, 'cancel', { paddle: sellersPaddle })).status).toBe(404)
    const administrator = { paddle: adminPaddle, roles: ['administrator' as const] }
    expect((await act(fixture.app, saleId, 'cancel', administrator)).body).toMatchObject({ status: 'cancelled' })
    const failed = (await fixture.store.load(id)).at(-1)
    expect(failed).toMatchObject({ type: 'sale.failed', data: { saleId, reason: 'unpaid', by: 'administrator' } })
  })

  it('are declined, or paid otherwise, while a payment of them hangs, which is withdrawn', async () => {
    const { id, saleId, news } = await soldLot()
    await fixture.orders.takeSale(news)
    expect((await act(fixture.app, saleId, 'pay', { body: { paymentMethod: 'fake_timeout' } })).status).toBe(202)
    for (const [paddle, what] of [
      [sellersPaddle, 'decline'],
      [sellersPaddle, 'unpaid'],
      [8, 'decline'],
    ] as const) {
      const refused = await supertest(fixture.app)
        .post(`/v1/auctions/${id}/sale/${what}`)
        .set('Authorization', await bearer(paddle))
        .send({})
      expect([403, 409]).toContain(refused.status)
    }
    // Nothing was withdrawn for who may not.
    expect((await statusesOf(fixture, saleId)).at(-1)).toBe('order.payment_started')
    expect((await decline(id)).status).toBe(200)
    expect(await hasFailed(id)).toBe(true)
    expect((await statusesOf(fixture, saleId)).slice(2)).toEqual(['order.payment_declined', 'order.cancelled'])

    const another = await soldLot()
    await fixture.orders.takeSale(another.news)
    expect((await act(fixture.app, another.saleId, 'pay', { body: { paymentMethod: 'fake_timeout' } })).status).toBe(
      202,
    )
    // Who names another method has given up on the first.
    expect((await act(fixture.app, another.saleId, 'pay')).body).toMatchObject({ status: 'paid' })
    expect((await statusesOf(fixture, another.saleId)).slice(2)).toEqual([
      'order.payment_declined',
      'order.payment_started',
      'order.paid',
    ])
  })
})
