import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { bidWell } from '../bidding.ts'
import { until } from '../until.ts'
import { reads } from './checks.ts'
import { openHouse } from './house.ts'
import { lotPage } from './lotPage.ts'
import { becomeMember, newAddress, password } from './members.ts'

/** People with accounts: how they come, stay, sell and go. */
export function memberScenarios(): void {
  const scenario = openHouse('browser-members')

  scenario('two people sign up, one lists a lot through the form, the other finds it and bids', async (house) => {
    const [sam, ann] = [await house.visit(), await house.visit({ device: 'phone' })]
    await sam.page.goto('/')
    await sam.page.getByRole('link', { name: 'Sell' }).click()
    await sam.page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
    await sam.page.getByRole('main').getByRole('link', { name: 'Sign up' }).click()
    await signUp(sam.page, 'Sam of Seoul')
    // Back where he wanted to be.
    const form = sam.page.getByRole('main')
    await form.getByRole('heading', { level: 1, name: 'List a lot' }).waitFor()

    await form.getByRole('button', { name: 'List it' }).click()
    await form.getByText('Please fill this in.').first().waitFor()
    await form.getByLabel('Title').fill('Moon jar, 18th century')
    await form.getByLabel('Description').fill('White porcelain.\nA hair crack at the foot.')
    await form.getByLabel('Currency').selectOption('KRW')
    await form.getByLabel('Starting price').fill('a lot')
    await form.getByRole('button', { name: 'List it' }).click()
    await form.getByText('That is not an amount.').waitFor()
    await form.getByLabel('Starting price').fill('1,200,000')
    await form.getByLabel('Reserve (secret)').fill('2000000')
    await form.getByLabel('Steps').selectOption({ label: 'Korean table' })
    await form.getByLabel('Lasts').selectOption({ label: '1 hour' })
    await form.getByRole('button', { name: 'List it' }).click()
    const samsPage = lotPage(sam.page)
    await reads(samsPage.title, 'Moon jar, 18th century')
    await reads(samsPage.price, '₩1,200,000')
    await sam.page.getByText('A hair crack at the foot.').waitFor()
    await sam.page.getByText('You sell this lot').first().waitFor()

    await ann.page.goto('/')
    await ann.page.getByRole('heading', { name: 'Moon jar, 18th century' }).first().click()
    await ann.page.getByRole('link', { name: 'Sign in to bid' }).click()
    await ann.page.getByRole('main').getByRole('link', { name: 'Sign up' }).click()
    await signUp(ann.page, 'Ann')
    const annsPage = lotPage(ann.page)
    await reads(annsPage.title, 'Moon jar, 18th century')
    await annsPage.place.click()
    await reads(annsPage.standing, /You lead, but the reserve is not met yet\.$/)
    await reads(samsPage.bids.first(), /bidder 1/)
    await ann.page.goto('/me/bids')
    await ann.page.getByText('Moon jar, 18th century').waitFor()
    await sam.page.goto('/me/lots')
    await sam.page.getByText('Moon jar, 18th century').waitFor()
  })

  scenario('a reload keeps the session, of which no script can find anything', async (house) => {
    const ann = await house.visit()
    await ann.page.goto('/signup')
    const email = await signUp(ann.page, 'Ann')
    await signedInAs(ann.page, 'Ann')
    await ann.page.reload()
    await signedInAs(ann.page, 'Ann')
    const found = await ann.page.evaluate(async () => ({
      kept: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
      cookies: document.cookie,
      databases: await indexedDB.databases(),
      caches: await caches.keys(),
    }))
    expect(found).toMatchObject({ cookies: '', databases: [], caches: [] })
    expect(found.kept).not.toMatch(/eyJ|token|session|Ann/i)
    expect(found.kept).not.toContain(email)
    const cookies = await ann.context.cookies()
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict', path: '/v1/auth/session' }])
  })

  scenario('a second tab knows who is there, and signing out in one ends it in both', async (house) => {
    const ann = await house.visit()
    await becomeMember(ann, 'Ann')
    const [first, second] = [ann.page, await ann.context.newPage()]
    await Promise.all([signedInAs(first, 'Ann'), signedInAs(second, 'Ann')])
    await first.getByRole('button', { name: 'Sign out' }).click()
    for (const tab of [first, second]) await tab.getByRole('banner').getByRole('link', { name: 'Sign in' }).waitFor()
    await second.getByText('Sign in to see this.').waitFor()
    await first.reload()
    await first.getByRole('banner').getByRole('link', { name: 'Sign in' }).waitFor()
    expect(await ann.context.cookies()).toEqual([])
    await second.goto('/signin')
    await signUpElsewhere(second)
    await first.getByRole('banner').getByRole('link', { name: 'My Gavel' }).waitFor()

    async function signUpElsewhere(tab: Page): Promise<void> {
      await tab.getByRole('main').getByRole('link', { name: 'Sign up' }).click()
      await signUp(tab, 'Ann again')
    }
  })

  scenario('what a member does in one tab is seen in the other, and what others do wherever he is', async (house) => {
    const lot = await house.list({ title: 'Hand warmer' })
    const ann = await house.visit()
    await becomeMember(ann, 'Ann')
    const other = await ann.context.newPage()
    const [first, second] = [lotPage(ann.page), lotPage(other)]
    await Promise.all([first.open(lot), second.open(lot)])
    await first.bid(110)
    for (const tab of [first, second]) await reads(tab.standing, /You lead\.$/)
    await bidWell(house.gavel, lot, { paddleNumber: 501, amount: 120 })
    for (const tab of [first, second]) await reads(tab.standing, /You are outbid\.$/)
    await other.goto('/shop')
    await first.bid(130)
    await reads(first.standing, /You lead\.$/)
    await bidWell(house.gavel, lot, { paddleNumber: 501, amount: 140 })
    await other.getByRole('link', { name: 'You were outbid on Hand warmer: it stands at ¥140.' }).click()
    await reads(second.title, 'Hand warmer')
    await reads(second.standing, /You are outbid\.$/)
    await other.getByRole('link', { name: 'Notices, 1 new' }).click()
    await other.getByRole('main').getByText('You were outbid on Hand warmer').waitFor()
    await other.getByRole('banner').getByRole('link', { name: 'Notices', exact: true }).waitFor()
  })

  scenario('a member with many tabs can bid in the one he looks at, and goes back to any', async (house) => {
    const lots = await Promise.all(Array.from({ length: 8 }, () => house.list()))
    const ann = await house.visit()
    await becomeMember(ann, 'Ann')
    const tabs = [ann.page]
    for (const [index, lot] of lots.entries()) {
      const tab = tabs[index] ?? (await ann.context.newPage())
      tabs[index] = tab
      const before = tabs[index - 1]
      if (before !== undefined) await show(before, 'hidden')
      await lotPage(tab).open(lot)
      await lotPage(tab).bid(110)
      await reads(lotPage(tab).standing, /You lead\.$/)
    }
    const [firstLot] = lots
    if (firstLot === undefined) throw new Error('there are eight')
    await bidWell(house.gavel, firstLot, { paddleNumber: 501, amount: 120 })
    await show(ann.page, 'visible')
    await reads(lotPage(ann.page).price, '¥120')
    await reads(lotPage(ann.page).standing, /You are outbid\.$/)
  })

  scenario('a wrong password and an address that is taken are told in words', async (house) => {
    const ann = await house.visit({ device: 'phone' })
    const { email } = await becomeMember(await house.visit(), 'Ann')
    ann.allow(/status of (401|409|422|400)/)
    await ann.page.goto('/signin')
    const main = ann.page.getByRole('main')
    await main.getByLabel('E-mail address').fill(email)
    await main.getByLabel('Password', { exact: true }).fill('four shiny anvils')
    await main.getByRole('button', { name: 'Sign in' }).click()
    await main.getByText('The address or the password is wrong.').waitFor()
    await main.getByLabel('Password', { exact: true }).fill(password)
    await main.getByRole('button', { name: 'Sign in' }).click()
    await ann.page.getByRole('banner').getByRole('link', { name: 'My Gavel' }).waitFor()
    await signedInAs(ann.page, 'Ann')
    const ben = await house.visit()
    ben.allow(/status of (409|422|400)/)
    await ben.page.goto('/signup')
    await fillIn(ben.page, email, 'Ben', password)
    await ben.page.getByText('There is an account with this address already.').waitFor()
    await fillIn(ben.page, newAddress(), 'Ben', 'password')
    await ben.page.getByRole('alert').filter({ hasText: /\w/ }).or(ben.page.locator('[aria-invalid]')).first().waitFor()
    await until('he is where he was', () => expect(new URL(ben.page.url()).pathname).toBe('/signup'))
  })
}

async function fillIn(page: Page, email: string, username: string, secret: string): Promise<void> {
  const main = page.getByRole('main')
  await main.getByLabel('E-mail address').fill(email)
  await main.getByLabel('Name others see when you sell').fill(username)
  await main.getByLabel('Password', { exact: true }).fill(secret)
  await main.getByRole('button', { name: 'Sign up' }).click()
}

/** Through the form; gives the address. */
async function signUp(page: Page, username: string): Promise<string> {
  const email = newAddress()
  await fillIn(page, email, username, password)
  await page.getByRole('banner').getByRole('link', { name: 'My Gavel' }).waitFor()
  return email
}

async function signedInAs(page: Page, username: string): Promise<void> {
  await page.goto('/me/lots')
  await page.getByRole('main').getByText(`${username} · Paddle`).waitFor()
}

/** What a browser tells a tab that goes behind others, or comes to the front; one without a window never does. */
async function show(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { value: now, configurable: true })
    Object.defineProperty(document, 'hidden', { value: now === 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)
}
