import { newKeys } from './newKeys.ts'

// For a deployment's secrets: a pair of keys of its own.
for (const [name, value] of Object.entries(newKeys())) console.log(`${name}='${value}'`)
