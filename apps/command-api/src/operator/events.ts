import { metadata, storedEventToWire, topicNames, type WireMessage } from '@gavel/event-contracts'
import { eventPages, type RecordedEvent, streamIdPages } from '@gavel/event-store'
import { givenTo, lineOf, runCommand, writeLine } from '@gavel/operator'
import type pg from 'pg'
import { lotOfReference } from './lotOfReference.ts'
import { onDatabase } from './onDatabase.ts'

// The first of the three programs of `pnpm gavel check [<lot> …]`: all events of these lots, or of every lot in the order of their
// ids, as they are in Kafka, and `done` at the end. A page is in memory at a time, and whoever reads sets the pace.
await runCommand(async () => {
  const { positionals } = givenTo('check', {})
  return onDatabase('check', async (pool) => {
    let lots = 0
    let events = 0
    for await (const auctionId of lotsOf(pool, positionals)) {
      lots += 1
      for await (const page of eventPages(pool, auctionId, 0)) {
        events += page.length
        for (const event of page) await writeLine(process.stdout, lineOf('event', wireOf(event)))
      }
    }
    await writeLine(process.stdout, { kind: 'done', lots, events })
    return 0
  })
})

async function* lotsOf(pool: pg.Pool, references: readonly string[]): AsyncGenerator<string> {
  for (const reference of references) yield lotOfReference(pool, reference)
  if (references.length > 0) return
  for await (const page of streamIdPages(pool, 'auction')) yield* page
}

function wireOf(event: RecordedEvent): WireMessage {
  return storedEventToWire({
    ...event,
    topic: topicNames.auctionEvents,
    eventId: event.id,
    dataJson: JSON.stringify(event.data),
    metadata: metadata.parse(event.metadata),
  })
}
