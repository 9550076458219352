import { expect } from '@jest/globals'
import type { JSHandle, Page } from 'playwright-core'

type Seen = { price: number; version: number; visibleAtMs: number }

/** Every price that a lot's page shows from now on, in order, with the moment of the frame in which it was drawn. */
export type PriceWatch = { seen(): Promise<readonly Seen[]> }

export async function watchPrices(page: Page): Promise<PriceWatch> {
  const handle: JSHandle<Seen[]> = await page.evaluateHandle(() => {
    const seen: Seen[] = []
    const look = (): void => {
      const { price, version } = document.querySelector<HTMLElement>('[data-testid=price]')?.dataset ?? {}
      const last = seen.at(-1)
      if (price === undefined || (last?.price === Number(price) && last.version === Number(version))) return
      const now: Seen = { price: Number(price), version: Number(version), visibleAtMs: Number.NaN }
      seen.push(now)
      requestAnimationFrame(() => {
        now.visibleAtMs = Date.now()
      })
    }
    look()
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true })
    return seen
  })
  return { seen: () => handle.evaluate((seen) => seen) }
}

/** What somebody has seen does not go back: neither the price nor the version it is of. */
export async function neverWentBack(watch: PriceWatch): Promise<void> {
  const seen = await watch.seen()
  expect(seen.length).toBeGreaterThan(0)
  const prices = seen.map(({ price }) => price)
  const versions = seen.map(({ version }) => version)
  expect(prices).toEqual(prices.toSorted((one, other) => one - other))
  expect(versions).toEqual(versions.toSorted((one, other) => one - other))
}

/** The moments of clicks on the page from now on, by the machine's clock, which all its pages share. */
export async function watchClicks(page: Page): Promise<{ last(): Promise<number> }> {
  const handle: JSHandle<number[]> = await page.evaluateHandle(() => {
    const clicks: number[] = []
    addEventListener('click', () => clicks.push(Date.now()), { capture: true })
    return clicks
  })
  return { last: () => handle.evaluate((clicks) => clicks.at(-1) ?? Number.NaN) }
}
