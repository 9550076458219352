import { expect } from '@jest/globals'
import { reads } from './checks.ts'
import type { Scenario } from './house.ts'
import { lotPage } from './lotPage.ts'
import { becomeMember } from './members.ts'

const script = `<img src=x onerror="document.title='taken over'"><script>document.title='taken over'</script>`
const name = `<b>Eve</b>`
const title = `Ming <i>vase</i> ${script}`
const description = `Look: ${script}\n{{7*7}} \${7*7} javascript:alert(1) <a href="javascript:alert(1)">here</a>`

/** What people write is text, whatever it looks like. */
export function hostileScenarios(scenario: Scenario): void {
  scenario('titles, descriptions and names that hold HTML are shown as text', async (house) => {
    const [eve, ann] = [await house.visit(), await house.visit()]
    const { token } = await becomeMember(eve, name)
    await becomeMember(ann, 'Ann')
    const lot = await house.list({ title, description }, token)
    const page = lotPage(ann.page)
    await page.open(lot)
    await reads(page.title, title)
    await ann.page.getByText(`offered by ${name}`).waitFor()
    await reads(ann.page.getByRole('region', { name: 'Description' }).getByRole('paragraph'), description)
    await page.place.click()
    await reads(page.standing, /You lead\.$/)
    await eve.page.goto('/me/lots')
    await eve.page.getByText(`${name} · Paddle`).waitFor()
    for (const { path, by } of [
      { path: '/', by: ann },
      { path: '/search?q=ming', by: ann },
      { path: '/me/bids', by: ann },
      { path: '/me/lots', by: eve },
      { path: `/lots/${lot.lotNumber}`, by: eve },
    ]) {
      await by.page.goto(path)
      await by.page.getByText(title).first().waitFor()
      expect(await by.page.title()).not.toBe('taken over')
      expect(await by.page.locator('#page :is(script, i, [onerror], a[href^="javascript:"])').count()).toBe(0)
    }
    await ann.page.goto(`/search?q=${encodeURIComponent(title)}`)
    await reads(ann.page.getByRole('heading', { level: 1 }), `“${title}”`)
  })

  scenario('addresses that lead nowhere, or elsewhere, lead nowhere', async (house) => {
    const ann = await house.visit()
    ann.allow(/status of 404/)
    for (const path of ['/lots/999999', '/lots/%3Cscript%3E', '/nothing/here', '/me/nothing', '/shop/999999']) {
      await ann.page.goto(path)
      await ann.page.getByText(/There is (no such lot|nothing here)\./).waitFor()
    }
    await becomeMember(ann, 'Ann')
    await ann.page.goto('/signin?back=//gavel.example/')
    await ann.page.getByRole('banner').getByRole('link', { name: 'My Gavel' }).waitFor()
    expect(new URL(ann.page.url()).host).toBe(new URL(house.gavel.webUrl).host)
  })
}
