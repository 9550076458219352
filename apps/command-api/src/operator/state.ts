import { eventPages } from '@gavel/event-store'
import { countIn, givenTo, onlyOne, runCommand, table } from '@gavel/operator'
import { z } from 'zod'
import { describeData } from './describeEvent.ts'
import { lotOfReference } from './lotOfReference.ts'
import { onDatabase } from './onDatabase.ts'
import { readable, stateAt } from './stateAt.ts'

const bidsShownMax = 20

// `pnpm gavel state <lot>`: see packages/operator/src/usage.ts. Folded by the rules' own `evolve`.
await runCommand(async () => {
  const { values, positionals } = givenTo('state', { version: { type: 'string' }, json: { type: 'boolean' } })
  const reference = onlyOne(positionals, 'the lot, by its number or id,')
  const version = values.version === undefined ? undefined : countIn(values.version, '--version')
  return onDatabase('state', async (pool) => {
    const auctionId = await lotOfReference(pool, reference)
    const state = readable(await stateAt(eventPages(pool, auctionId, 0), version))
    if (values.json) console.log(JSON.stringify({ auctionId, ...state }, null, 2))
    else print({ auctionId, ...state })
    return 0
  })
})

function print({ bids, ...facts }: Record<string, unknown>): void {
  const shown = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
  const rows = Object.entries(facts).map(([name, value]) => [name, shown(value)])
  console.log(table(['what', 'is'], rows))
  const list = z.array(z.unknown()).parse(bids)
  console.log(`\n${list.length} bids stand${list.length > bidsShownMax ? `; the newest ${bidsShownMax}:` : '.'}`)
  for (const bid of list.slice(-bidsShownMax)) console.log(describeData(bid))
}
