import { biddingScenarios } from '../src/browser/biddingScenarios.ts'

biddingScenarios()
