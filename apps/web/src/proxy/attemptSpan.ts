import { correlationOf, type Span, type Tracing } from '@gavel/service-kit'
import type express from 'express'

/** A try at an instance, as a span of the request; the instance is told that it is asked by this one. */
export function beginAttempt(tracing: Tracing, req: express.Request, url: string): Span {
  const { method } = req
  const { hostname, port } = new URL(url)
  const span = tracing.begin({
    name: method,
    kind: 'client',
    parent: correlationOf(req).traceparent,
    attributes: { 'http.request.method': method, 'server.address': hostname, 'server.port': Number(port || 80) },
  })
  req.headers.traceparent = span.traceparent
  return span
}
