import { awayScenarios } from '../src/browser/awayScenarios.ts'

awayScenarios()
