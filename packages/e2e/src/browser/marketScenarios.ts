import { shelveSampleProducts } from '@gavel/launcher'
import { expect } from '@jest/globals'
import { administratorsPaddle, as } from '../people.ts'
import { order } from '../shop/shop.ts'
import { until } from '../until.ts'
import { isAccessible, picture, reads } from './checks.ts'
import { hostileScenarios } from './hostileScenarios.ts'
import { openHouse } from './house.ts'
import { becomeMember } from './members.ts'

/** Looking around: search, the shop, the language and the look. */
export function marketScenarios(): void {
  const scenario = openHouse('browser-market')

  scenario('a search is narrowed by what there is, and can be sent to somebody', async (house) => {
    const root = as(house.gavel, administratorsPaddle)
    await root.post('categories', { code: 'lamps', name: 'Lamps' })
    await root.post('categories', { code: 'clocks', name: 'Clocks' })
    const listed = [
      { title: 'Brass lantern', category: 'lamps', startingPrice: 5_000 },
      { title: 'Paper lantern', category: 'lamps', startingPrice: 700 },
      { title: 'Lantern clock', category: 'clocks', startingPrice: 9_000 },
    ]
    for (const lot of listed) await house.list(lot)
    const ann = await house.visit()
    const main = ann.page.getByRole('main')
    await until('all are found', async () => {
      await ann.page.goto('/search?q=lantern')
      await reads(main.getByRole('status').first(), '3 lots', 1_000)
    })
    await main.getByLabel('Category').selectOption({ label: 'Lamps (2)' })
    await reads(main.getByRole('status').first(), '2 lots')
    expect(await main.getByRole('article').count()).toBe(2)
    await main.getByLabel('Currency').selectOption({ label: 'JPY (2)' })
    await main.getByLabel('From (JPY)').fill('1,000')
    await main.getByLabel('From (JPY)').press('Enter')
    await reads(main.getByRole('status').first(), '1 lot')
    await main.getByRole('heading', { name: 'Brass lantern' }).waitFor()

    const ben = await house.visit({ device: 'phone' })
    await ben.page.goto(ann.page.url())
    await ben.page.getByRole('heading', { name: 'Brass lantern' }).waitFor()
    expect(await ben.page.getByRole('main').getByRole('article').count()).toBe(1)

    await main.getByRole('button', { name: 'Clear filters' }).click()
    await reads(main.getByRole('status').first(), '3 lots')
    await main.getByLabel('Sort by').selectOption({ label: 'Price, low to high' })
    await reads(main.getByRole('article').first(), /Paper lantern/)
    await ann.page.getByRole('search').getByRole('searchbox').fill('nothing of the kind')
    await ann.page.keyboard.press('Enter')
    await main.getByText('Nothing found.').waitFor()
  })

  scenario('the prices of a list are live', async (house) => {
    const lot = await house.list({ title: 'Abacus of rosewood' })
    const ann = await house.visit()
    await ann.page.goto('/')
    const card = ann.page.getByRole('article').filter({ hasText: 'Abacus of rosewood' }).first()
    await reads(card, /Starting price¥100/)
    await as(house.gavel, 501).post(`auctions/${lot.id}/bids`, { type: 'exact', amount: 170 })
    await reads(card, /Current bid¥170/)
  })

  scenario('the shop: ordered, paid, and the last one sold to somebody else', async (house) => {
    const products = await shelveSampleProducts(house.gavel.webUrl)
    const rosewood = products.flatMap(({ skus }) => skus).find(({ code }) => code === 'rosewood')
    if (rosewood === undefined) throw new Error('there are gavels of rosewood')
    const ann = await house.visit({ device: 'phone' })
    await becomeMember(ann, 'Ann')
    await ann.page.goto('/shop')
    const main = ann.page.getByRole('main')
    await main.getByRole('heading', { name: "Auctioneer's gavel with block" }).click()
    await main.getByRole('radio', { name: /rosewood/ }).check({ force: true })
    await main.getByText('3 left').waitFor()
    await main.getByLabel('How many').fill('2')
    await main.getByRole('button', { name: 'Order for ₩178,000' }).click()
    await reads(ann.page.getByTestId('order-status'), 'To be paid')
    await main.getByLabel('How').selectOption({ label: 'Test payment that is declined' })
    ann.allow(/status of 402/)
    await main.getByRole('button', { name: 'Pay ₩178,000' }).click()
    await main.getByText('The payment was declined.').waitFor()
    await main.getByLabel('How').selectOption({ label: 'Test payment that succeeds' })
    await main.getByRole('button', { name: 'Pay ₩178,000' }).click()
    await reads(ann.page.getByTestId('order-status'), 'Paid')
    await ann.page.goto('/me/orders')
    await main.getByText('Paid').waitFor()

    await ann.page.goto('/shop')
    await main.getByRole('heading', { name: "Auctioneer's gavel with block" }).click()
    await main.getByRole('radio', { name: /rosewood/ }).check({ force: true })
    await main.getByText('1 left').waitFor()
    // The page is behind: it is told of the last one's sale by the answer alone.
    ann.allow(/status of 409/)
    await ann.page.route('**/v1/products/**', (route) => route.abort())
    ann.allow(/ERR_FAILED/)
    expect((await order(house.gavel, 501, { skuId: rosewood.skuNumber, quantity: 1 })).status).toBe(201)
    await main.getByRole('button', { name: 'Order for ₩89,000' }).click()
    await main.getByText('There is not so much of it left.').waitFor()
    await ann.page.unroute('**/v1/products/**')
    await main.getByText('Sold out').waitFor()
    await until('there is nothing to press', async () => {
      expect(await main.getByRole('button', { name: /^Order for/ }).isDisabled()).toBe(true)
    })
  })

  scenario('the language and the look are chosen, kept, and nothing else is', async (house) => {
    const ann = await house.visit()
    await ann.page.goto('/')
    const footer = ann.page.getByRole('contentinfo')
    await footer.getByLabel('Look').selectOption({ label: 'Dark' })
    expect(await ann.page.evaluate(() => document.documentElement.dataset.look)).toBe('dark')
    await footer.getByLabel('Language').selectOption({ label: '한국어' })
    for (const visit of ['at once', 'after a reload']) {
      await until(`it is Korean ${visit}`, async () => {
        expect(await ann.page.evaluate(() => document.documentElement.lang)).toBe('ko')
      })
      await reads(ann.page.getByRole('banner').getByRole('navigation'), /[가-힣]/)
      expect(await ann.page.getByRole('main').textContent()).not.toContain('Ending soon')
      await ann.page.reload()
      await ann.page.getByRole('banner').waitFor()
    }
    await picture(ann, 'home-korean-dark')
    await isAccessible(ann)
    const shade = await ann.page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const [red = 255] = /\d+/.exec(shade)?.map(Number) ?? []
    expect(red).toBeLessThan(64)
    expect(await ann.page.evaluate(() => Object.keys(localStorage).toSorted())).toEqual([
      'gavel-language',
      'gavel-look',
    ])
  })

  hostileScenarios(scenario)
}
