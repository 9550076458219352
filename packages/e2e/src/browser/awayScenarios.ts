import { expect } from '@jest/globals'
import { bidWell } from '../bidding.ts'
import type { Gavel } from '../gavel.ts'
import { bidsIn, readLog } from '../log.ts'
import type { ListedLot } from '../lots.ts'
import { until } from '../until.ts'
import { reads } from './checks.ts'
import { openHouse } from './house.ts'
import { type LotPage, lotPage } from './lotPage.ts'
import { becomeMember } from './members.ts'
import { neverWentBack, watchPrices } from './prices.ts'

/** Whatever the network and the services do: the page says so, and comes back by itself with everything. */
export function awayScenarios(): void {
  const scenario = openHouse('browser-away')

  scenario('offline and back: it says so, and every bid of meanwhile is there', async (house) => {
    const lot = await house.list()
    const ann = await house.visit({ device: 'phone' })
    await becomeMember(ann, 'Ann')
    const page = lotPage(ann.page)
    await page.open(lot)
    await page.bid(110)
    await reads(page.standing, /You lead\.$/)
    const prices = await watchPrices(ann.page)
    for (const [first, count] of [
      [120, 1],
      [130, 12],
    ] as const) {
      ann.allow(/ERR_INTERNET_DISCONNECTED/)
      await ann.context.setOffline(true)
      await reads(page.connection, /Offline\./)
      expect(await page.connection.getAttribute('data-state')).toBe('away')
      expect(await page.place.isDisabled()).toBe(true)
      await bidsOf(house.gavel, lot, first, count)
      await reads(page.price, `¥${first - 10}`)
      await ann.context.setOffline(false)
      await reads(page.connection, /^Live/)
      await reads(page.price, `¥${first + count - 1}`)
    }
    await reads(page.standing, /You are outbid\.$/)
    await hasEveryBid(house.gavel, lot, page)
    await neverWentBack(prices)
    await page.bid(200)
    await reads(page.standing, /You lead\.$/)
  })

  scenario(
    'a bid that is under way when the network goes is never said to have arrived before it has',
    async (house) => {
      const lot = await house.list()
      const ann = await house.visit()
      await becomeMember(ann, 'Ann')
      const page = lotPage(ann.page)
      await page.open(lot)
      ann.allow(/ERR_INTERNET_DISCONNECTED/)
      const { promise: gone, resolve: go } = Promise.withResolvers<void>()
      await ann.page.route('**/v1/auctions/*/bids', async (route) => {
        await gone
        await route.abort('internetdisconnected')
      })
      await page.bid(110)
      await reads(page.note, 'Sent. Waiting for the house…')
      await ann.context.setOffline(true)
      go()
      await reads(page.note, /No answer came\./)
      expect(await page.place.isDisabled()).toBe(true)
      expect(await page.standing.count()).toBe(0)
      await ann.page.unroute('**/v1/auctions/*/bids')
      expect(bidsIn(await readLog(house.gavel, lot.id))).toEqual([])
      await ann.context.setOffline(false)
      await reads(page.note, 'Your bid of ¥110 leads.')
      await reads(page.standing, /You lead\.$/)
      expect(bidsIn(await readLog(house.gavel, lot.id))).toHaveLength(1)
    },
  )

  scenario('a bid whose answer is lost is made once', async (house) => {
    const lot = await house.list()
    const ann = await house.visit()
    await becomeMember(ann, 'Ann')
    const page = lotPage(ann.page)
    await page.open(lot)
    ann.allow(/ERR_CONNECTION_RESET|ERR_FAILED/)
    let lost = 0
    await ann.page.route('**/v1/auctions/*/bids', async (route) => {
      const answer = await route.fetch()
      if (lost > 0) return route.fulfill({ response: answer })
      lost += 1
      return route.abort('connectionreset')
    })
    await page.bid(110)
    await reads(page.note, 'Your bid of ¥110 leads.')
    expect(lost).toBe(1)
    expect(bidsIn(await readLog(house.gavel, lot.id))).toHaveLength(1)
  })

  for (const service of ['query-api', 'web'] as const) {
    scenario(
      `${service} killed and started again under an open page`,
      async (house) => {
        const lot = await house.list()
        const ann = await house.visit()
        await becomeMember(ann, 'Ann')
        const page = lotPage(ann.page)
        await page.open(lot)
        await page.bid(110)
        await reads(page.standing, /You lead\.$/)
        const prices = await watchPrices(ann.page)
        ann.allow(/Failed to load resource: .*(status of 50[234]|ERR_)/)
        await house.gavel.service(service).kill('SIGKILL')
        await reads(page.connection, /Connection lost\. Coming back…/)
        await house.gavel.service(service).start()
        await bidsOf(house.gavel, lot, 120, 5)
        await reads(page.connection, /^Live/, 30_000)
        await reads(page.price, '¥124')
        await reads(page.standing, /You are outbid\.$/)
        await hasEveryBid(house.gavel, lot, page)
        await page.bid(130)
        await reads(page.price, '¥130')
        await reads(page.standing, /You lead\.$/)
        await neverWentBack(prices)
      },
      90_000,
    )
  }
}

/** `count` bids of others, each one higher. */
async function bidsOf(gavel: Gavel, lot: ListedLot, first: number, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await bidWell(gavel, lot, { paddleNumber: 501 + (index % 2), amount: first + index })
  }
}

async function hasEveryBid(gavel: Gavel, lot: ListedLot, page: LotPage): Promise<void> {
  const logged = bidsIn(await readLog(gavel, lot.id)).map(({ bidId }) => bidId)
  await until('every bid is there, once', async () => {
    const shown = await page.bids.evaluateAll((items) => items.map((item) => item.getAttribute('data-bid')))
    expect(shown).toEqual(logged.toReversed())
  })
}
