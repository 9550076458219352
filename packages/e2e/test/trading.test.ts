import { tradingScenarios } from '../src/scenarios.ts'

tradingScenarios(1)
