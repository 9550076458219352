import { join, resolve } from 'node:path'

const repository = resolve(import.meta.dirname, '../../..')

/** Python's environment, the services' logs and what was found. */
export const fuzzDirectory = join(resolve(process.env.GAVEL_HOME ?? join(repository, '.gavel')), 'fuzz')

export const openapiFile = join(repository, 'packages/contracts/openapi.yaml')
