import type { OrderView } from '@gavel/event-contracts'
import type { SearchPlace } from '../index/hits.ts'

/** What is searched for, the newest first. Of `userId` and `paddleNumber`, and of `skuId` and `skuNumber`, one at most. */
export type OrderQuery = {
  /** Null: everything. Trimmed, NFC, lower-case, single spaces. */
  text: string | null
  userId: string | null
  paddleNumber: number | null
  skuId: string | null
  skuNumber: number | null
  correlationId: string | null
  status: OrderView['status'] | null
  /** Placed at or after it, and before it: RFC 3339 in UTC with milliseconds. */
  from: string | null
  to: string | null
  /** Lots that were sold are left out. */
  ofShop: boolean
  limit: number
  /** Where the last page ended. */
  after: SearchPlace | null
}

/** Two searches for the same page are the same text. */
export function canonicalOrders(query: OrderQuery): string {
  const { text, userId, paddleNumber, skuId, skuNumber, correlationId, status, from, to, ofShop, limit, after } = query
  const values = { userId, paddleNumber, skuId, skuNumber, correlationId, status, from, to, text }
  const named: Record<string, string | number | null> = {
    ...values,
    kind: ofShop ? 'sku' : null,
    limit,
    after: after === null ? null : JSON.stringify(after),
  }
  const given = Object.entries(named).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]))
  return new URLSearchParams(given).toString()
}
