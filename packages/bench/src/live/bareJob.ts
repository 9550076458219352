import { z } from 'zod'
import { sentBids } from './watch/job.ts'

/** What the bare stream is told, as one JSON line on its standard input. */
export const bareJob = z.object({ bids: z.int().positive(), everyMs: z.number().positive(), uncounted: z.int() })
export type BareJob = z.output<typeof bareJob>

/** Its answer. */
export const bareResult = sentBids.extend({ cores: z.number(), residentBytes: z.int() })
export type BareResult = z.output<typeof bareResult>
