import type express from 'express'
import { z } from 'zod'

/** An HTTP answer as it can be kept and given again. */
const reply = z.object({
  status: z.int().min(200).max(599),
  body: z.unknown(),
  headers: z.record(z.string(), z.string()).optional(),
})
export type Reply = z.output<typeof reply>

/** What is kept under a key: the request it was for, by hash, and its answer. */
export const keptReply = z.object({ fingerprint: z.string(), reply })
export type KeptReply = z.output<typeof keptReply>

export function sendReply(res: express.Response, { status, body, headers }: Reply): void {
  res.status(status).setHeader('Content-Type', 'application/json; charset=utf-8')
  for (const [name, value] of Object.entries(headers ?? {})) res.setHeader(name, value)
  res.end(JSON.stringify(body))
}
