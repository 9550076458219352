import type { Browser, BrowserContext, Page } from 'playwright-core'

const devices = {
  desk: { viewport: { width: 1_280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
} as const
export type Device = keyof typeof devices

export type Visit = { device?: Device; look?: 'light' | 'dark' }

/** Somebody with a browser of his own: nothing that he keeps is another's. */
export type Visitor = {
  context: BrowserContext
  /** The first tab. */
  page: Page
  device: Device
  /** Errors that belong to the story, such as the console's line about a refused bid. Everything else fails the test. */
  allow(expected: RegExp): void
  /** What went wrong on any of his tabs, and was not allowed. */
  faults(): readonly string[]
}

const actionTimeoutMs = 15_000

/** At a desk, in the light, in English, far from Greenwich, and moving as little as possible. */
export async function visit(browser: Browser, baseURL: string, given: Visit = {}): Promise<Visitor> {
  const { device = 'desk', look = 'light' } = given
  const context = await browser.newContext({
    ...devices[device],
    baseURL,
    locale: 'en',
    timezoneId: 'Asia/Seoul',
    colorScheme: look,
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(actionTimeoutMs)
  const errors: string[] = []
  const allowed: RegExp[] = []
  context.on('weberror', (webError) => errors.push(`uncaught: ${String(webError.error())}`))
  context.on('console', (message) => {
    if (message.type() !== 'error') return
    const { url } = message.location()
    errors.push(`console: ${message.text()} (${url})`)
  })
  return {
    context,
    page: await context.newPage(),
    device,
    allow: (expected) => allowed.push(expected),
    faults: () => errors.filter((error) => !allowed.some((expected) => expected.test(error))),
  }
}
