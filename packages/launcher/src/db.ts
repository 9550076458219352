import { inspect } from 'node:util'
import { runDatabaseCommand } from './migrations/command.ts'

runDatabaseCommand(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : inspect(error))
  process.exitCode = 1
})
