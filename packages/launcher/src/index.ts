export { developmentToken, developmentUserId, samplePeople } from './people.ts'
export type { ServiceProcess } from './serviceProcess.ts'
export { type ServiceName, serviceNames } from './services.ts'
export { type System, type SystemOptions, startSystem } from './startSystem.ts'
