import { shopScenarios } from '../src/shop/scenarios.ts'

shopScenarios(2)
