import { fullAuctionScenarios } from '../src/fullAuction/scenarios.ts'

fullAuctionScenarios(1)
