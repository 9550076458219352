import { expect } from '@jest/globals'
import type { JSHandle, Page } from 'playwright-core'
import { until } from '../until.ts'

/** What a screen reader would have said of a page since then: each thing once, however soon something else follows. */
export type Listener = {
  /** `assertive` interrupts, `polite` waits for a pause. */
  hears(how: 'assertive' | 'polite', words: string | RegExp): Promise<void>
}

export async function listen(page: Page): Promise<Listener> {
  const handle: JSHandle<{ how: string | null; words: string }[]> = await page.evaluateHandle(() => {
    const heard: { how: string | null; words: string }[] = []
    for (const region of document.querySelectorAll('[aria-live=assertive], [aria-live=polite]')) {
      new MutationObserver(() => {
        heard.push({ how: region.getAttribute('aria-live'), words: region.textContent })
      }).observe(region, { subtree: true, childList: true, characterData: true })
    }
    return heard
  })
  return {
    hears: (how, words) =>
      until(`${String(words)} is said`, async () => {
        const heard = await handle.evaluate((all) => all)
        const expected = typeof words === 'string' ? words : expect.stringMatching(words)
        expect(heard).toContainEqual({ how, words: expected })
      }),
  }
}
