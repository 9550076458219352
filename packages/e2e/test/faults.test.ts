import { serviceNames } from '@gavel/launcher'
import { faultScenarios } from '../src/faults.ts'

faultScenarios({ instances: 1, killed: serviceNames, withoutBids: ['command-api', 'web'] })
