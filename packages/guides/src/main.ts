import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { follow } from './follow.ts'

// `pnpm follow docs/how-to-add-an-event.md`: writes the files as the document says, and tells what to run then.
const root = resolve(import.meta.dirname, '../../..')
const [guide] = process.argv.slice(2)
if (guide === undefined || !existsSync(resolve(root, guide))) {
  console.error(`${guide === undefined ? '' : `There is no ${guide}. `}As in pnpm follow docs/how-to-add-an-event.md`)
  process.exitCode = 2
} else {
  const scripts = await follow(root, guide)
  console.log(`The files are as ${guide} says. It goes on with:\n${scripts.join('\n')}`)
}
