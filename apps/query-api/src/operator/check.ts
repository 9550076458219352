import { givenTo, readLines, runCommand, writeLine } from '@gavel/operator'
import { checkViews } from './checkViews.ts'
import { onDatabase } from './onDatabase.ts'
import { storedViews } from './stored.ts'

// The last of the three programs of `pnpm gavel check`: takes the views of projector, gives all that was found.
await runCommand(async () => {
  const isWholeHouse = givenTo('check', {}).positionals.length === 0
  return onDatabase('check', async (pool) => {
    const write = (line: object) => writeLine(process.stdout, line)
    await checkViews(readLines(process.stdin), { stored: storedViews(pool), isWholeHouse, write })
    return 0
  })
})
