import { metadata, storedEventToWire, type WireMessage } from '@gavel/event-contracts'
import { eventPages, type RecordedEvent } from '@gavel/event-store'
import { type CheckedKind, type CheckLine, givenTo, lineOf, runCommand, writeLine } from '@gavel/operator'
import { checkedLogs } from './checkedLogs.ts'
import { namedStreams } from './namedStreams.ts'
import { onDatabase } from './onDatabase.ts'

// The first of the three programs of `pnpm gavel check [<what> …]`: all events of these streams, or of all, as they are in
// Kafka, and `done` at the end. A page is in memory at a time, and whoever reads sets the pace.
await runCommand(async () => {
  const { positionals } = givenTo('check', {})
  const write = (line: CheckLine) => writeLine(process.stdout, line)
  return onDatabase('check', async (pool) => {
    const streams: Partial<Record<CheckedKind, number>> = {}
    let events = 0
    for await (const { kind, id, isInLog } of namedStreams(pool, positionals)) {
      if (!isInLog) {
        await write({ say: 'nothing', of: { kind, id } })
        continue
      }
      streams[kind] = (streams[kind] ?? 0) + 1
      for await (const page of eventPages(pool, id, 0)) {
        events += page.length
        for (const event of page) {
          await write(lineOf('event', { kind, id, version: event.version }, wireOf(event, checkedLogs[kind].topic)))
        }
      }
    }
    await write({ say: 'done', streams, events })
    return 0
  })
})

function wireOf(event: RecordedEvent, topic: string): WireMessage {
  return storedEventToWire({
    ...event,
    topic,
    eventId: event.id,
    dataJson: JSON.stringify(event.data),
    metadata: metadata.parse(event.metadata),
  })
}
