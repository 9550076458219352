import { createServer, type ServerResponse } from 'node:http'
import { createInterface } from 'node:readline'
import { bareJob } from './bareJob.ts'
import { machineMs } from './clock.ts'

/**
 * What Node alone can do on this machine: a server that has its events for nothing, and writes them to whoever is
 * there, a hundred times a second or as often as it can. An event then has what fell due meanwhile. It says its address
 * when it listens, does what it is told by one line, and says when each bid was due.
 */
const open: ServerResponse[] = []
const idOf = (version: number): string => `00000000-0000-7000-8000-${String(version).padStart(12, '0')}`
const lot = { price: 100_000, minimumBid: 100_001, bidCount: 1_000, leader: 'bidder 12' }

/** As large as those of query-api. */
function eventOf(first: number, last: number): string {
  const bids = Array.from({ length: last - first + 1 }, (_, index) => ({
    id: idOf(last - index),
    bidder: 'bidder 12',
    amount: 100_000,
    type: 'exact',
    auto: false,
    at: '2026-11-21T10:00:00.000Z',
    version: last - index,
  }))
  return `id: ${last}\nevent: lot\ndata: ${JSON.stringify({ lot: { ...lot, version: last }, bids })}\n\n`
}

const server = createServer((_req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  res.write(eventOf(1, 1))
  open.push(res)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address !== null) console.log(JSON.stringify(`http://127.0.0.1:${address.port}/`))
})

createInterface({ input: process.stdin }).once('line', (line) => {
  const { bids, everyMs, uncounted } = bareJob.parse(JSON.parse(line))
  const beginMs = machineMs()
  const beginCpu = process.cpuUsage()
  const dueAtMs = (version: number): number => beginMs + (version - 1) * everyMs
  let written = 1
  const write = (): void => {
    const due = Math.min(bids + 1, 1 + Math.floor((machineMs() - beginMs) / everyMs))
    if (due > written) {
      const event = Buffer.from(eventOf(written + 1, due))
      for (const res of open) res.write(event)
      written = due
    }
    if (written <= bids) {
      setTimeout(write, Math.max(0, dueAtMs(written + 1) - machineMs()))
      return
    }
    const { user, system } = process.cpuUsage(beginCpu)
    const counted = Array.from({ length: bids - uncounted }, (_, index) => index + 2 + uncounted)
    console.log(
      JSON.stringify({
        bids: counted.map((version) => [version, dueAtMs(version)]),
        until: written,
        cores: (user + system) / 1_000 / (machineMs() - beginMs),
        residentBytes: process.memoryUsage.rss(),
      }),
    )
  }
  setTimeout(write, everyMs)
})
