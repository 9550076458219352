import { resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { until } from '../until.ts'
import type { Visitor } from './visitor.ts'

const screenshots = resolve(import.meta.dirname, '../../screenshots')

/** The whole page as it looks now, under `screenshots/<name>-<device>.png`, which git ignores. */
export async function picture({ page, device }: Visitor, name: string): Promise<void> {
  // A header that sticks would lie in the middle of it.
  await page.evaluate(() => window.scrollTo(0, 0))
  await page.screenshot({ path: resolve(screenshots, `${name}-${device}.png`), fullPage: true, animations: 'disabled' })
}

/** WCAG 2.1 A and AA as far as a machine can tell, without exceptions. @throws what is violated, and where */
export const isAccessible = ({ page }: Visitor): Promise<void> =>
  violatesNothing(page, new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']))

/** Those rules that look at colours: the rest of a page that is accessible in one look is so in another. */
export const hasContrast = ({ page }: Visitor): Promise<void> =>
  violatesNothing(page, new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']))

async function violatesNothing(page: Page, checks: AxeBuilder): Promise<void> {
  const { violations } = await checks.analyze()
  const told = violations.map(({ id, help, nodes }) => ({
    rule: `${id}: ${help}`,
    where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
  }))
  expect({ url: page.url(), violations: told }).toEqual({ url: page.url(), violations: [] })
}

/** Nothing sticks out to the right: there is nothing to scroll to. */
export async function fitsItsWidth({ page }: Visitor): Promise<void> {
  const sticksOut = await page.evaluate(() => {
    const width = window.innerWidth
    if (document.documentElement.scrollWidth <= width) return []
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map(({ tagName, className, textContent }) => `${tagName}.${String(className)} ${textContent.slice(0, 40)}`)
      .slice(0, 8)
  })
  expect({ url: page.url(), sticksOut }).toEqual({ url: page.url(), sticksOut: [] })
}

const readingLimitMs = 15_000

/** Waits until it reads so: all of it, or something that matches. */
export const reads = (place: Locator, wanted: string | RegExp, limitMs = readingLimitMs): Promise<void> =>
  until(
    `it reads ${String(wanted)}`,
    async () => {
      const text = ((await place.textContent({ timeout: 1_000 })) ?? '').trim()
      if (typeof wanted === 'string') expect(text).toBe(wanted)
      else expect(text).toMatch(wanted)
    },
    { limitMs },
  )
