import { interruption } from '@gavel/launcher'
import { benchBids, usage } from './bids/bids.ts'

const { signal } = interruption()
const [name, ...argv] = process.argv.slice(2)

async function main(): Promise<void> {
  if (name !== 'bids') throw new Error(`which bench?\n${usage}`)
  await benchBids(argv, signal)
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (!signal.aborted) console.error(error)
    process.exit(1)
  },
)
