import { interruption } from '@gavel/launcher'
import { benchBids } from './bids/bids.ts'
import { benchLive } from './live/live.ts'
import { benchOrders } from './orders/orders.ts'
import { benchSearch } from './search/search.ts'
import { readLiveSettings, readSettings, usage } from './settings.ts'

const { signal } = interruption()
const [name = '', ...argv] = process.argv.slice(2)

chosen()().then(
  () => process.exit(0),
  (error: unknown) => {
    if (!signal.aborted) console.error(error)
    process.exit(1)
  },
)

function chosen(): () => Promise<void> {
  switch (name) {
    case 'bids':
      return bench(benchBids, readSettings)
    case 'orders':
      return bench(benchOrders, readSettings)
    case 'search':
      return bench(benchSearch, readSettings)
    case 'live':
      return bench(benchLive, readLiveSettings)
    default:
      return misused('which bench?')
  }
}

function bench<Settings>(
  run: (settings: Settings, signal: AbortSignal) => Promise<void>,
  read: (argv: readonly string[]) => Settings,
): () => Promise<void> {
  try {
    const settings = read(argv)
    return () => run(settings, signal)
  } catch (error) {
    return misused(error instanceof Error ? error.message : String(error))
  }
}

function misused(message: string): never {
  console.error(`${message}\n${usage}`)
  process.exit(1)
}
