import { marketScenarios } from '../src/browser/marketScenarios.ts'

marketScenarios()
