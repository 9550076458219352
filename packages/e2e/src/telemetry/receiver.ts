import { once } from 'node:events'
import { createServer } from 'node:http'
import { z } from 'zod'

const value = z.object({
  stringValue: z.string().optional(),
  intValue: z.union([z.number(), z.string()]).optional(),
  boolValue: z.boolean().optional(),
})
const attributes = z
  .array(z.object({ key: z.string(), value }))
  .default([])
  .transform((pairs) => new Map(pairs.map(({ key, value: v }) => [key, v.stringValue ?? v.intValue ?? v.boolValue])))
const nanoseconds = z.coerce.string().transform((text) => BigInt(text))

const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: nanoseconds,
  endTimeUnixNano: nanoseconds,
  attributes,
  links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
  status: z.object({ code: z.number().default(0) }).default({ code: 0 }),
})
const request = z.object({
  resourceSpans: z.array(
    z.object({ resource: z.object({ attributes }), scopeSpans: z.array(z.object({ spans: z.array(span) })) }),
  ),
})

/** A span as it was sent, by which service. */
export type Received = z.output<typeof span> & { service: string }

export type Receiver = {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  endpoint: string
  spans(): readonly Received[]
  /** All that was sent, word for word. */
  bodies(): string
  stop(): void
}

/** Takes traces by OTLP over HTTP, as a collector does, and keeps them in memory. */
export async function startReceiver(): Promise<Receiver> {
  const spans: Received[] = []
  const bodies: string[] = []
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = []
    for await (const part of req) parts.push(Buffer.from(part))
    const body = Buffer.concat(parts).toString()
    bodies.push(body)
    for (const { resource, scopeSpans } of request.parse(JSON.parse(body)).resourceSpans) {
      const service = String(resource.attributes.get('service.name'))
      for (const one of scopeSpans.flatMap((scope) => scope.spans)) spans.push({ ...one, service })
    }
    res.writeHead(200, { 'Content-Type': 'application/json' }).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the receiver has a port')
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    spans: () => spans,
    bodies: () => bodies.join('\n'),
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
