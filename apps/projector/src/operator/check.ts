import { givenTo, readLines, runCommand, writeLine } from '@gavel/operator'
import { checkLog } from './checkLog.ts'
import { onDatabase } from './onDatabase.ts'

// The second of the three programs of `pnpm gavel check`: takes the events of command-api, gives the views that follow.
await runCommand(async () => {
  const isWholeHouse = givenTo('check', {}).positionals.length === 0
  return onDatabase('check', async (pool) => {
    const write = (line: object) => writeLine(process.stdout, line)
    await checkLog(readLines(process.stdin), { pool, isWholeHouse, write })
    return 0
  })
})
