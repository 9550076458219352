import { expect } from '@jest/globals'
import { until } from '../until.ts'
import { reads } from './checks.ts'
import { openHouse } from './house.ts'
import { lotPage } from './lotPage.ts'
import { becomeMember } from './members.ts'
import { listen } from './words.ts'

/** To its end, and the order after it. */
export function endingScenarios(): void {
  const scenario = openHouse('browser-ending')

  scenario(
    'a late bid extends the countdown for all who look, and the lot ends by itself and is paid',
    async (house) => {
      const softClose = { windowSec: 60, extendSec: 10 }
      const [ann, ben] = [await house.visit({ device: 'phone' }), await house.visit()]
      await Promise.all([becomeMember(ann, 'Ann'), becomeMember(ben, 'Ben')])
      const [annsPage, bensPage] = [lotPage(ann.page), lotPage(ben.page)]
      const lot = await house.list({ title: 'Jade seal', endsInMs: 12_000, softClose })
      await Promise.all([annsPage.open(lot), bensPage.open(lot)])
      const [annsEars, bensEars] = [await listen(ann.page), await listen(ben.page)]
      const endsAtMs = async () => Date.parse((await bensPage.ends.getAttribute('data-ends-at')) ?? '')
      const before = await endsAtMs()
      await reads(bensPage.timer, /^0m (0[1-9]|1[0-2])s$/)
      await until('a late bid moves the end', () => expect(Date.now()).toBeGreaterThan(before - 9_000))
      await annsPage.bid(120)
      await until('the countdown of the other one is longer', async () => {
        expect(await endsAtMs()).toBeGreaterThan(before)
      })
      await reads(ben.page.getByTestId('extensions'), 'Extended once')
      for (const ears of [annsEars, bensEars]) await ears.hears('polite', /Extended: it now ends at .+\.$/)
      await annsEars.hears('polite', /You lead\./)
      await bensPage.bid(140)
      await annsEars.hears('assertive', 'You have been outbid. The price is now ¥140.')
      await reads(ann.page.getByTestId('extensions'), 'Extended 2 times')

      // Nobody does anything now.
      await reads(bensPage.standing, /You won this lot\.$/, 20_000)
      await bensEars.hears('assertive', 'You won this lot.')
      await annsEars.hears('polite', 'The lot has ended.')
      await reads(annsPage.standing, /This lot went to somebody else\.$/)
      await reads(ann.page.getByTestId('outcome'), 'Sold to bidder 2 for ¥140')
      expect(await annsPage.panel.count()).toBe(0)

      await ben.page.getByRole('link', { name: 'Go to your order' }).click()
      await reads(ben.page.getByTestId('order-status'), 'To be paid')
      await ben.page.goto('/me/orders')
      await ben.page
        .getByRole('link', { name: /Jade seal|Lot / })
        .first()
        .click()
      await ben.page.getByRole('button', { name: 'Pay ¥140' }).click()
      await reads(ben.page.getByTestId('order-status'), 'Paid')
      await ann.page.goto('/me/orders')
      await ann.page.getByText('You have no orders.').waitFor()
    },
  )

  scenario('a lot opens by itself, and whoever waits for it may bid at once', async (house) => {
    const ann = await house.visit()
    await becomeMember(ann, 'Ann')
    const page = lotPage(ann.page)
    const lot = await house.list({ opensInMs: 6_000, endsInMs: 60_000 })
    await page.open(lot)
    await ann.page.getByText('Opens in').first().waitFor()
    const ears = await listen(ann.page)
    expect(await page.panel.count()).toBe(0)
    await page.panel.waitFor()
    await ears.hears('polite', 'The lot is open.')
    await page.bid(100)
    await reads(page.standing, /You lead\.$/)
  })

  scenario(
    'a lot that misses its reserve is not sold, and its seller offers it to the highest bidder',
    async (house) => {
      const [ann, sam] = [await house.visit({ device: 'phone' }), await house.visit()]
      const [, seller] = await Promise.all([becomeMember(ann, 'Ann'), becomeMember(sam, 'Sam')])
      const lot = await house.list({ title: 'Inkstick', endsInMs: 10_000, reservePrice: 900 }, seller.token)
      const [annsPage, samsPage] = [lotPage(ann.page), lotPage(sam.page)]
      await Promise.all([annsPage.open(lot), samsPage.open(lot)])
      await reads(sam.page.getByRole('region', { name: 'You sell this lot' }), /Your reserve: ¥900/)
      expect(await samsPage.exact.count()).toBe(0)
      await annsPage.bid(150)
      await reads(annsPage.standing, /You lead, but the reserve is not met yet\.$/)
      await reads(ann.page.getByTestId('outcome'), 'Not sold: the reserve was not met', 20_000)
      expect(await ann.page.content()).not.toContain('900')
      await sam.page.getByRole('button', { name: 'Offer it to the next bidder' }).click()
      await ann.page.getByRole('button', { name: 'Take it for ¥150' }).click()
      await annsPage.sure.click()
      await reads(annsPage.standing, /You won this lot\.$/)
      await ann.page.getByRole('link', { name: 'Go to your order' }).waitFor()
    },
  )
}
