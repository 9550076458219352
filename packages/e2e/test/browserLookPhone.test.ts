import { lookScenarios } from '../src/browser/lookScenarios.ts'

lookScenarios('phone')
