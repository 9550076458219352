import { tradingScenarios } from '../src/scenarios.ts'

tradingScenarios(2)
