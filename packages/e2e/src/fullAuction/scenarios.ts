import { afterAll, beforeAll, describe } from '@jest/globals'
import { type Gavel, startGavel } from '../gavel.ts'
import { followCommands, followEvents } from '../topic.ts'
import { hammerScenarios } from './hammer.ts'
import { houseRuleScenarios } from './houseRules.ts'
import { memberScenarios } from './members.ts'
import { offerScenarios } from './offers.ts'
import { retractionScenarios } from './retraction.ts'
import { schedulerScenarios } from './scheduler.ts'
import { secretScenarios } from './secrets.ts'
import type { World } from './world.ts'

/** The whole of the auction rules, whatever number of each service it runs on. */
export function fullAuctionScenarios(instances: number): void {
  describe(`the full auction with ${instances} of each service`, () => {
    let gavel: Gavel
    let world: World
    beforeAll(async () => {
      // What the services log when they log most is searched for secrets.
      gavel = await startGavel(`full-auction-with-${instances}`, { instances, logLevel: 'debug' })
      world = { gavel, events: await followEvents(gavel), commands: await followCommands(gavel) }
    }, 180_000)
    afterAll(async () => {
      await world?.events.stop()
      await world?.commands.stop()
      await gavel?.stop()
    }, 60_000)

    const here = () => world
    hammerScenarios(here)
    offerScenarios(here)
    houseRuleScenarios(here)
    retractionScenarios(here)
    memberScenarios(here)
    secretScenarios(here)
    schedulerScenarios(here)
  })
}
