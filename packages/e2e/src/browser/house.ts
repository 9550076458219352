import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { type Gavel, startGavel } from '../gavel.ts'
import { type ListedLot, type Listing, listLot, readLot } from '../lots.ts'
import { until } from '../until.ts'
import { picture } from './checks.ts'
import { launchChromium } from './chromium.ts'
import { type Visit, type Visitor, visit } from './visitor.ts'

/** What a scenario has: the whole system, and as many visitors as it likes. */
export type House = {
  gavel: Gavel
  visit(given?: Visit): Promise<Visitor>
  /** As `listLot`, and there to be looked at. */
  list(listing?: Listing, token?: string): Promise<ListedLot>
}

export type Scenario = (what: string, play: (house: House) => Promise<void>, timeoutMs?: number) => void

const scenarioTimeoutMs = 60_000

/**
 * One system and one browser for a test file. Each scenario has its own visitors, and fails when any page of theirs
 * threw or wrote an error; then what they saw last is in the pictures.
 */
export function openHouse(name: string): Scenario {
  let gavel: Gavel
  let browser: Browser
  beforeAll(async () => {
    gavel = await startGavel(name)
    browser = await launchChromium()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await gavel?.stop()
  }, 60_000)

  return (what, play, timeoutMs = scenarioTimeoutMs) => {
    it(
      what,
      async () => {
        const visitors: Visitor[] = []
        const house: House = {
          gavel,
          async list(listing, token) {
            const lot = await listLot(gavel, listing, token)
            await until('the lot is there', () => readLot(gavel.webUrl, lot.id, lot.version))
            return lot
          },
          async visit(given) {
            const visitor = await visit(browser, gavel.webUrl, given)
            visitors.push(visitor)
            return visitor
          },
        }
        try {
          await play(house).catch(async (error) => {
            await Promise.allSettled(
              visitors.map((visitor, index) => lastSeen(visitor, `${slugOf(what)}-${index + 1}`)),
            )
            throw withFaults(error, faultsOf(visitors))
          })
          expect(faultsOf(visitors)).toEqual([])
        } finally {
          await Promise.all(visitors.map(({ context }) => context.close()))
        }
      },
      timeoutMs,
    )
  }
}

const faultsOf = (visitors: readonly Visitor[]) => visitors.flatMap((visitor) => visitor.faults())

/** What a page has said is often why the scenario did not go on. */
const withFaults = (error: unknown, faults: readonly string[]): unknown =>
  faults.length === 0 ? error : new Error([String(error), 'The pages wrote:', ...faults].join('\n'), { cause: error })

const slugOf = (what: string): string =>
  what
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .slice(0, 40)

const lastSeen = (visitor: Visitor, name: string): Promise<void> => picture(visitor, join('failed', name))
