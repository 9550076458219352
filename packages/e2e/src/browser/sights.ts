import type { Page } from 'playwright-core'
import type { Furniture } from './furnish.ts'
import { lotPage } from './lotPage.ts'

/** A page once `shows` is in its main part, and `act` has brought it to where it is looked at. */
export type Sight = { name: string; path: string; shows: string | RegExp; act?: (page: Page) => Promise<void> }

/** What strangers see. */
export const publicSights = ({ lots, product }: Furniture): readonly Sight[] => [
  { name: 'home', path: '/', shows: 'Celadon vase with cranes' },
  { name: 'search', path: '/search?q=vase&currency=KRW', shows: 'Celadon vase with cranes' },
  { name: 'search-nothing', path: '/search?q=zzzz&status=active', shows: 'Nothing found.' },
  { name: 'lot-stranger', path: `/lots/${lots.outbid}`, shows: 'Sign in to bid' },
  { name: 'lot-unknown', path: '/lots/999999', shows: 'There is no such lot.' },
  { name: 'signin', path: '/signin', shows: 'No account yet?' },
  { name: 'signup', path: '/signup', shows: 'Have an account?' },
  { name: 'shop', path: '/shop', shows: "Auctioneer's gavel with block" },
  { name: 'product-stranger', path: `/shop/${product}`, shows: 'rosewood' },
  { name: 'mine-stranger', path: '/me/bids', shows: 'Sign in to see this.' },
  { name: 'status', path: '/status', shows: /command-api/ },
  { name: 'docs', path: '/docs', shows: 'Bidding', act: unfold },
  { name: 'docs-events', path: '/docs/events', shows: 'auction.events', act: unfold },
  { name: 'nowhere', path: '/nowhere', shows: 'There is nothing here.' },
]

/** What a member sees. */
export const memberSights = ({ lots, orders, product }: Furniture): readonly Sight[] => [
  { name: 'lot-leading', path: `/lots/${lots.leading}`, shows: /You lead/ },
  { name: 'lot-outbid', path: `/lots/${lots.outbid}`, shows: 'You are outbid.', act: fillTooLow },
  { name: 'lot-confirm', path: `/lots/${lots.outbid}`, shows: 'You are outbid.', act: pressBuyNow },
  { name: 'lot-scheduled', path: `/lots/${lots.scheduled}`, shows: /Opens in|You watch this lot/ },
  { name: 'lot-won', path: `/lots/${lots.won}`, shows: 'Go to your order' },
  { name: 'lot-lost', path: `/lots/${lots.lost}`, shows: /This lot went to somebody else/ },
  { name: 'lot-own', path: `/lots/${lots.own}`, shows: /Your reserve/ },
  { name: 'lot-cancelled', path: `/lots/${lots.cancelled}`, shows: /Cancelled/ },
  { name: 'revise', path: `/lots/${lots.later}/revise`, shows: 'Revise a lot' },
  { name: 'add', path: `/lots/${lots.own}/revise`, shows: 'Add to the description' },
  { name: 'sell', path: '/sell', shows: 'List a lot' },
  { name: 'sell-faults', path: '/sell', shows: 'List a lot', act: listNothing },
  { name: 'mine-bids', path: '/me/bids', shows: 'Folding screen' },
  { name: 'mine-lots', path: '/me/lots', shows: 'Seal paste box' },
  { name: 'mine-watchlist', path: '/me/watchlist', shows: 'Celadon vase with cranes' },
  { name: 'mine-orders', path: '/me/orders', shows: 'Paid' },
  { name: 'mine-notices', path: '/me/notices', shows: 'You did not get Folding screen.' },
  { name: 'order', path: `/me/orders/${orders.ordered}`, shows: 'To be paid' },
  { name: 'order-paid', path: `/me/orders/${orders.paid}`, shows: /Thank you/ },
  { name: 'product', path: `/shop/${product}`, shows: /Order for/ },
]

/** The first of what opens, with the longest lines there are in it. */
async function unfold(page: Page): Promise<void> {
  await page.locator('main details summary').first().click()
}

async function fillTooLow(page: Page): Promise<void> {
  await lotPage(page).exact.fill('5')
  await page.getByText('The least next bid is').waitFor()
}

async function pressBuyNow(page: Page): Promise<void> {
  await lotPage(page).buyNow.click()
  await lotPage(page).dialog.waitFor()
}

async function listNothing(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'List it' }).click()
  await page.getByText('Please fill this in.').first().waitFor()
}
