import { interruption } from '@gavel/launcher'
import { benchBids } from './bids/bids.ts'
import { benchOrders } from './orders/orders.ts'
import { benchSearch } from './search/search.ts'
import { readSettings, type Settings, usage } from './settings.ts'

const benches = { bids: benchBids, orders: benchOrders, search: benchSearch }

const { signal } = interruption()
const [name = '', ...argv] = process.argv.slice(2)

chosen()(settings(), signal).then(
  () => process.exit(0),
  (error: unknown) => {
    if (!signal.aborted) console.error(error)
    process.exit(1)
  },
)

function chosen() {
  if (name === 'bids' || name === 'orders' || name === 'search') return benches[name]
  return misused('which bench?')
}

function settings(): Settings {
  try {
    return readSettings(argv)
  } catch (error) {
    return misused(error instanceof Error ? error.message : String(error))
  }
}

function misused(message: string): never {
  console.error(`${message}\n${usage}`)
  process.exit(1)
}
