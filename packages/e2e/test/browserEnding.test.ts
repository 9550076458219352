import { endingScenarios } from '../src/browser/endingScenarios.ts'

endingScenarios()
