import { readFile, writeFile } from 'node:fs/promises'
import { asyncapiPath, openapiPath, schemaLockPath } from './files.ts'
import { generate } from './generate.ts'
import { nextLock, readSchemaLock } from './schemaLock.ts'

// First what may refuse: then nothing is written.
const lock = nextLock(readSchemaLock(await readFile(schemaLockPath, 'utf8')))
const { openapiYaml, asyncapiYaml } = await generate()
await writeFile(openapiPath, openapiYaml)
await writeFile(asyncapiPath, asyncapiYaml)
await writeFile(schemaLockPath, `${JSON.stringify(lock, null, 2)}\n`)
console.log('openapi.yaml, asyncapi.yaml and schemas.lock.json are as the code is.')
