import { eventPages } from '@gavel/event-store'
import { clipped, countIn, givenTo, onlyOne, runCommand, table, writeLine } from '@gavel/operator'
import { describeData } from './describeEvent.ts'
import { lotOfReference } from './lotOfReference.ts'
import { onDatabase } from './onDatabase.ts'

const limitDefault = '1000'
const dataLengthMax = 110

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

// `pnpm gavel log <lot>`: see packages/operator/src/usage.ts. Read and written a page at a time.
await runCommand(async () => {
  const { values, positionals } = givenTo('log', { from: text, limit: text, json: flag })
  const reference = onlyOne(positionals, 'the lot, by its number or id,')
  const from = countIn(values.from ?? '1', '--from')
  let left = countIn(values.limit ?? limitDefault, '--limit')
  return onDatabase('log', async (pool) => {
    const auctionId = await lotOfReference(pool, reference)
    if (!values.json) console.log(`lot ${reference}, ${auctionId}`)
    for await (const page of eventPages(pool, auctionId, from - 1)) {
      const events = page.slice(0, left)
      left -= events.length
      if (values.json) for (const event of events) await writeLine(process.stdout, event)
      else console.log(table(['version', 'when', 'event', 'by', 'data'], events.map(rowOf)))
      if (left === 0) break
    }
    return 0
  })
})

type Recorded = { version: number; occurredAt: string; type: string; metadata: Record<string, unknown>; data: unknown }

function rowOf({ version, occurredAt, type, metadata, data }: Recorded): string[] {
  const actor = String(metadata.actor ?? '')
  return [String(version), occurredAt, type, actor, clipped(describeData(data), dataLengthMax)]
}
