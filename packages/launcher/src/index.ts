export { developmentToken, samplePeople } from './people.ts'
export type { ServiceProcess } from './serviceProcess.ts'
export { type ServiceName, serviceNames } from './services.ts'
export { type System, type SystemOptions, startSystem } from './startSystem.ts'
