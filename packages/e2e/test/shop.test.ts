import { endingScenarios } from '../src/shop/ending.ts'

endingScenarios()
