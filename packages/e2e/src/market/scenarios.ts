import { afterAll, beforeAll, describe } from '@jest/globals'
import { type Gavel, startGavel } from '../gavel.ts'
import { accountScenarios } from './accounts.ts'
import { classicMarketScenarios } from './classicMarket.ts'
import { searchScenarios } from './search.ts'

/** Accounts, catalogue and search, whatever number of each service they run on. */
export function marketScenarios(instances: number): void {
  describe(`the market with ${instances} of each service`, () => {
    let gavel: Gavel
    beforeAll(async () => {
      gavel = await startGavel(`market-with-${instances}`, { instances })
    }, 180_000)
    afterAll(() => gavel?.stop(), 60_000)

    const here = () => gavel
    accountScenarios(here)
    classicMarketScenarios(here)
    searchScenarios(here)
  })
}
