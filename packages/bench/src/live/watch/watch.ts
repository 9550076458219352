import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { machineMs } from '../clock.ts'
import type { SentBids, WatchJob, WatchResult } from './job.ts'
import { createParser } from './parser.ts'
import { createTally } from './tally.ts'

export type Watch = {
  /** What they saw, once they have all of it or 10 s have passed. */
  result(sent: SentBids): Promise<WatchResult>
}

/** Connections that are being opened at a time. */
const openingMax = 64
const openLimitMs = 120_000
const endLimitMs = 10_000
const receiveBytes = 256 * 1_024

/** Opens the streams and reads them. Resolves when each viewer has seen the lot. */
export async function watch({ url, viewers, eventsMax }: WatchJob): Promise<Watch> {
  const { hostname, port, pathname, host } = new URL(url)
  const parser = createParser()
  const tally = createTally(viewers, eventsMax)
  // One for all: what is received is read before anything else is.
  const buffer = Buffer.allocUnsafe(receiveBytes)
  let opened = 0

  function open(viewer: number): void {
    const take = parser.stream()
    const broke = (error: Error): void => tally.broke(viewer, error.message)
    const onread = {
      buffer,
      callback(size: number): boolean {
        const atMs = machineMs()
        try {
          for (const event of take(buffer.subarray(0, size))) {
            if (tally.saw(viewer, event, size, atMs) && opened < viewers) open(opened++)
          }
        } catch (error) {
          broke(error instanceof Error ? error : new Error(String(error)))
        }
        return true
      },
    }
    const socket = connect({ host: hostname, port: Number(port), onread }, () =>
      socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nAccept: text/event-stream\r\n\r\n`),
    )
    socket.on('error', broke)
    socket.on('end', () => broke(new Error('the server hung up')))
  }

  const until = async (limitMs: number, isTrue: () => boolean): Promise<boolean> => {
    for (const endMs = machineMs() + limitMs; !isTrue(); await sleep(10)) if (machineMs() > endMs) return false
    return true
  }

  while (opened < Math.min(openingMax, viewers)) open(opened++)
  await until(openLimitMs, () => tally.begun() === viewers || tally.reason() !== undefined)
  if (tally.begun() < viewers) {
    throw new Error(`${tally.begun()} of ${viewers} could watch: ${tally.reason() ?? 'too slow'}`)
  }
  const [beginMs, beginCpu] = [machineMs(), process.cpuUsage()]
  return {
    async result(sent) {
      await until(endLimitMs, () => tally.haveAll(sent.until))
      const { user, system } = process.cpuUsage(beginCpu)
      const generatorCores = (user + system) / 1_000 / (machineMs() - beginMs)
      return { ...tally.result(sent), generatorCores }
    },
  }
}
