import { join, resolve } from 'node:path'
import type { ServiceName } from '@gavel/local-stack'

export const repository = resolve(import.meta.dirname, '../../..')

export const dockerDirectory = join(repository, 'docker')

export { type ServiceName as Service, serviceNames as services } from '@gavel/local-stack'

export const dockerfileOf = (service: ServiceName): string => join(dockerDirectory, `${service}.Dockerfile`)
