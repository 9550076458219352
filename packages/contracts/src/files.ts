import { resolve } from 'node:path'

const at = (name: string): string => resolve(import.meta.dirname, '..', name)

export const openapiPath = at('openapi.yaml')
export const asyncapiPath = at('asyncapi.yaml')
/** What each message looked like in each version, as a hash. */
export const schemaLockPath = at('schemas.lock.json')
