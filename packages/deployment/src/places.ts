import { join, resolve } from 'node:path'

export const repository = resolve(import.meta.dirname, '../../..')

export const dockerDirectory = join(repository, 'docker')

export const services = ['command-api', 'query-api', 'projector', 'scheduler', 'web'] as const
export type Service = (typeof services)[number]

export const dockerfileOf = (service: Service): string => join(dockerDirectory, `${service}.Dockerfile`)
