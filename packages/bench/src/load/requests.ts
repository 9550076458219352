import { randomUUID } from 'node:crypto'
import type { Job } from './job.ts'

/** Requests as text, ready to be sent. */
export type Requests = { next(): { text: string; target: number } }

export function createRequests(job: Job): Requests {
  if (job.reads.length > 0) return readsOf(job)
  return job.orders.length > 0 ? ordersOf(job) : bidsOf(job)
}

function readsOf({ url, reads }: Job): Requests {
  const { host } = new URL(url)
  // Another job begins elsewhere: what it asks for is new as well.
  const first = Date.now()
  let count = 0
  return {
    next() {
      const target = count % reads.length
      const path = reads[target]?.replace('{n}', String(first + count))
      count += 1
      return { text: `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, target }
    },
  }
}

/** Orders: SKUs in turn, buyers in turn. */
function ordersOf({ url, orders, tokens, keys }: Job): Requests {
  const { host } = new URL(url)
  const heads = tokens.map(
    (token) =>
      `POST /v1/orders HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: `,
  )
  let count = 0
  return {
    next() {
      const target = count % orders.length
      const head = heads[count % heads.length]
      count += 1
      if (head === undefined) throw new Error('somebody orders')
      const key = keys ? `,"idempotencyKey":"${randomUUID()}"` : ''
      const body = `{"skuId":"${orders[target]}","quantity":1${key}}`
      return { text: `${head}${body.length}\r\n\r\n${body}`, target }
    },
  }
}

/** Bids: targets in turn, bidders in turn, amounts rising for each target. */
function bidsOf({ url, targets, tokens }: Job): Requests {
  const { host } = new URL(url)
  const amounts = targets.map(({ firstAmount }) => firstAmount)
  // Everything but the amount is known beforehand.
  const heads = targets.map(({ path }) =>
    tokens.map(
      (token) =>
        `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: `,
    ),
  )
  let count = 0
  return {
    next() {
      const target = count % targets.length
      const round = Math.floor(count / targets.length)
      count += 1
      const head = heads[target]?.[(round + target) % tokens.length]
      const amount = amounts[target]
      if (head === undefined || amount === undefined) throw new Error('every target has its amounts and bidders')
      amounts[target] = amount + 1
      const body = `{"type":"exact","amount":${amount}}`
      return { text: `${head}${body.length}\r\n\r\n${body}`, target }
    },
  }
}
