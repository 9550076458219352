import { interruption } from '@gavel/launcher'
import { type BidsSettings, benchBids, readBidsSettings, usage } from './bids/bids.ts'

const { signal } = interruption()

benchBids(settings(process.argv.slice(2)), signal).then(
  () => process.exit(0),
  (error: unknown) => {
    if (!signal.aborted) console.error(error)
    process.exit(1)
  },
)

function settings([name, ...argv]: readonly string[]): BidsSettings {
  try {
    if (name !== 'bids') throw new Error('which bench?')
    return readBidsSettings(argv)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`)
    process.exit(1)
  }
}
