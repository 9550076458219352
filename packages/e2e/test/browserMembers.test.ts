import { memberScenarios } from '../src/browser/memberScenarios.ts'

memberScenarios()
