import type { Job } from './job.ts'

/** Requests as text, ready to be sent. */
export type Requests = { next(): { text: string; target: number } }

export const createRequests = (job: Job): Requests => (job.reads.length > 0 ? readsOf(job) : bidsOf(job))

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
