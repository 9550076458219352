export { leaseStack, type StackLease, type StackOptions } from './leaseStack.ts'
export { type OwnPostgres, startOwnPostgres } from './ownPostgres.ts'
export { roleName, type ServiceRole, serviceRoles } from './scope/roles.ts'
export { createScope, developmentScope, type Scope } from './scope/scope.ts'
export {
  roleOf,
  type ServiceName,
  serviceEnvironment,
  serviceNames,
  stackVariables,
} from './scope/serviceEnvironment.ts'
export { addressEnvironment, type StackAddresses } from './settings/addresses.ts'
export { readSettings, settingsEnvironment } from './settings/settings.ts'
export { type Lock, tryHomeLock } from './supervisor/homeLock.ts'
export { type Reaper, startReaper } from './supervisor/reaper.ts'
export { startWay, type Way } from './way.ts'
