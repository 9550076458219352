import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { type Gavel, startGavel } from '../gavel.ts'
import { picture } from './checks.ts'
import { launchChromium } from './chromium.ts'
import { type Visit, type Visitor, visit } from './visitor.ts'

/** What a scenario has: the whole system, and as many visitors as it likes. */
export type House = {
  gavel: Gavel
  visit(given?: Visit): Promise<Visitor>
}

export type Scenario = (what: string, play: (house: House) => Promise<void>, timeoutMs?: number) => void

const scenarioTimeoutMs = 60_000

/**
 * One system and one browser for a test file. Each scenario has its own visitors, and fails when any page of theirs
 * threw or wrote an error; then what they saw last is in the pictures.
 */
export function openHouse(name: string): { scenario: Scenario; here: () => Gavel } {
  let gavel: Gavel
  let browser: Browser
  beforeAll(async () => {
    ;[gavel, browser] = await Promise.all([startGavel(name), launchChromium()])
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await gavel?.stop()
  }, 60_000)

  const scenario: Scenario = (what, play, timeoutMs = scenarioTimeoutMs) => {
    it(
      what,
      async () => {
        const visitors: Visitor[] = []
        const house: House = {
          gavel,
          async visit(given) {
            const visitor = await visit(browser, gavel.webUrl, given)
            visitors.push(visitor)
            return visitor
          },
        }
        try {
          await play(house)
          expect(visitors.flatMap((visitor) => visitor.faults())).toEqual([])
        } catch (error) {
          await Promise.allSettled(visitors.map((visitor, index) => lastSeen(visitor, `${name}-${index + 1}`)))
          const faults = visitors.flatMap((visitor) => visitor.faults())
          if (faults.length > 0)
            throw new Error(`${String(error)}\nthe pages' errors:\n${faults.join('\n')}`, { cause: error })
          throw error
        } finally {
          await Promise.all(visitors.map(({ context }) => context.close()))
        }
      },
      timeoutMs,
    )
  }
  return { scenario, here: () => gavel }
}

const lastSeen = (visitor: Visitor, name: string): Promise<void> => picture(visitor, join('failed', name))
