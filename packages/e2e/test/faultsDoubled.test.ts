import { serviceNames } from '@gavel/launcher'
import { faultScenarios } from '../src/faults.ts'

// The web entry is one: whoever runs more puts them behind an address of their own.
faultScenarios({ instances: 2, killed: serviceNames.filter((name) => name !== 'web'), withoutBids: [] })
