import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { asyncapiPath, openapiPath } from './files.ts'

export type Contracts = { openapi: unknown; asyncapi: unknown; asyncapiYaml: string }

/** The committed contracts, as they are served. */
export async function readContracts(): Promise<Contracts> {
  const [openapiYaml, asyncapiYaml] = await Promise.all([readFile(openapiPath, 'utf8'), readFile(asyncapiPath, 'utf8')])
  return { openapi: parse(openapiYaml), asyncapi: parse(asyncapiYaml), asyncapiYaml }
}
