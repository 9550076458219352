import { z } from 'zod'

const actorPattern = /^(user:[0-9a-f-]{36}|paddle:[1-9][0-9]{0,9}|service:[a-z-]{1,40})$/
const correlationPattern = /^[A-Za-z0-9._:-]{1,128}$/
const traceparentPattern = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

/** What is known of any message beside its data: who caused it, in which request, after which message. */
export const metadata = z.object({
  /** `user:<id>`, `paddle:<number>` (classic routes without a token) or `service:<name>`. */
  actor: z.string().regex(actorPattern),
  correlationId: z.string().regex(correlationPattern),
  /** The id of the message that caused this one. */
  causationId: z.string().max(128).optional(),
  /** W3C trace context. */
  traceparent: z.string().regex(traceparentPattern).optional(),
})
export type Metadata = z.output<typeof metadata>
