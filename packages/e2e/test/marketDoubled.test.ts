import { marketScenarios } from '../src/market/scenarios.ts'

marketScenarios(2)
