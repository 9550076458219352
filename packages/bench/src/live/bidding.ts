import { openConnection } from '../load/connection.ts'
import { machineMs } from './clock.ts'
import type { SentBids } from './watch/job.ts'

export type Bidding = SentBids & { accepted: number; refused: number; failed: number; elapsedMs: number }

const connectionsMax = 32
const versionMark = /"version":(\d+)/

/**
 * Bids at an even pace, each higher than the last, by one bidder after the other, whether the ones before were answered
 * or not. The first `leadInMs` are not counted.
 */
export function placeBids(options: {
  url: string
  auctionId: string
  tokens: readonly string[]
  firstAmount: number
  everyMs: number
  leadInMs: number
  measuredMs: number
}): Promise<Bidding> {
  const { url, auctionId, tokens, everyMs } = options
  const target = new URL(url)
  const count = Math.round((options.leadInMs + options.measuredMs) / everyMs)
  const uncounted = Math.round(options.leadInMs / everyMs)
  const idle: ((index: number) => void)[] = []
  const close: (() => void)[] = []
  const bids: [number, number][] = []
  const done = { accepted: 0, refused: 0, failed: 0 }
  let until = 0
  let answered = 0
  const { promise, resolve, reject } = Promise.withResolvers<Bidding>()
  const beginMs = machineMs()

  const take = (index: number, sentAtMs: number, status: number, body: string): void => {
    const version = status === 201 ? Number(versionMark.exec(body)?.[1]) : 0
    until = Math.max(until, version)
    answered += 1
    if (index >= uncounted) {
      if (status === 201) {
        done.accepted += 1
        bids.push([version, sentAtMs])
      } else if (status === 409) done.refused += 1
      else done.failed += 1
    }
    if (answered < count) return
    for (const end of close) end()
    resolve({ ...done, bids, until, elapsedMs: options.measuredMs })
  }

  const requestOf = (index: number): string => {
    const body = `{"type":"exact","amount":${options.firstAmount + index}}`
    const head = `POST /v1/auctions/${auctionId}/bids HTTP/1.1\r\nHost: ${target.host}\r\nAuthorization: Bearer ${tokens[index % tokens.length]}`
    return `${head}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  }

  function open(): void {
    let current = { index: 0, sentAtMs: 0 }
    const send = (index: number): void => {
      current = { index, sentAtMs: machineMs() }
      connection.send(requestOf(index))
    }
    const connection = openConnection(target, {
      onOpen: () => idle.push(send),
      onAnswer(status, body) {
        idle.push(send)
        take(current.index, current.sentAtMs, status, body)
      },
      onError: reject,
    })
    close.push(connection.close)
  }
  for (let number = 0; number < connectionsMax; number += 1) open()

  let index = 0
  const pace = (): void => {
    const due = Math.min(count, Math.floor((machineMs() - beginMs) / everyMs))
    while (index < due && idle.length > 0) idle.shift()?.(index++)
    if (index < count) setTimeout(pace, Math.max(1, beginMs + (index + 1) * everyMs - machineMs()))
  }
  pace()
  return promise
}
