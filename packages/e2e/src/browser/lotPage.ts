import type { Page } from 'playwright-core'
import type { ListedLot } from '../lots.ts'
import { reads } from './checks.ts'

/** A lot's page, by what people see and assistive technology is told. */
export function lotPage(page: Page) {
  const panel = page.getByRole('region', { name: 'Place a bid' })
  const exact = panel.getByRole('textbox', { name: 'Your bid' })
  const maximum = panel.getByRole('textbox', { name: 'Your maximum' })
  const dialog = page.getByRole('dialog', { name: 'Are you sure?' })
  // Quick bids are called the same.
  const place = panel.locator('form').getByRole('button', { name: /^Bid / })
  return {
    title: page.getByRole('heading', { level: 1 }),
    price: page.getByTestId('price'),
    standing: page.getByTestId('standing'),
    connection: page.getByTestId('connection'),
    viewers: page.getByTestId('viewers'),
    ends: page.getByTestId('ends'),
    timer: page.getByRole('timer'),
    bids: page.getByRole('list', { name: 'Bids' }).getByRole('listitem'),
    /** Read out at once by a screen reader. */
    alert: page.locator('[aria-live=assertive]'),
    panel,
    exact,
    maximum,
    place,
    /** What the house said to the last bid. */
    note: panel.getByRole('status'),
    quick: panel.getByRole('group', { name: 'Quick bids' }).getByRole('button'),
    buyNow: panel.getByRole('button', { name: /^Buy now for / }),
    dialog,
    sure: dialog.getByRole('button', { name: 'Yes, I am sure' }),
    notSure: dialog.getByRole('button', { name: 'Cancel' }),

    /** Opened, live, and ready to bid on. */
    async open({ lotNumber }: ListedLot): Promise<void> {
      await page.goto(`/lots/${lotNumber}`)
      await reads(page.getByTestId('connection'), /^Live/)
    },
    async bid(amount: number): Promise<void> {
      await exact.fill(String(amount))
      await place.click()
    },
    async bidUpTo(amount: number): Promise<void> {
      await panel.getByRole('radio', { name: 'Bid for me, up to this' }).check({ force: true })
      await maximum.fill(String(amount))
      await place.click()
    },
  }
}
export type LotPage = ReturnType<typeof lotPage>
