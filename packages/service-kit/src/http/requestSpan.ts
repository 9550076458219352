import type express from 'express'
import type { Tracing } from '../telemetry/tracing.ts'
import { pathOf } from './pathOf.ts'
import { routeLabel } from './routeLabel.ts'

/**
 * A request as a span, until its answer is over; gives the traceparent for all that is done for it. The path is in it,
 * the query never.
 */
export function beginRequest(
  tracing: Tracing,
  { req, res }: { req: express.Request; res: express.Response },
  { parent, fromStranger, correlationId }: { parent: string | undefined; fromStranger: boolean; correlationId: string },
): string {
  const { method } = req
  const span = tracing.begin({ name: method, kind: 'server', parent, fromStranger })
  if (!span.recorded) return span.traceparent
  res.once('close', () => {
    const { statusCode: status } = res
    const route = routeLabel(req)
    // What web passes on has no route there.
    const isMatched = route !== 'unmatched'
    span.end({
      name: isMatched ? `${method} ${route}` : method,
      attributes: {
        'http.request.method': method,
        'url.path': pathOf(req),
        ...(isMatched ? { 'http.route': route } : {}),
        // Of an answer that was cut the status is as it began.
        'http.response.status_code': status,
        'gavel.answered': res.writableFinished,
        'gavel.correlation_id': correlationId,
      },
      ...(status >= 500 ? { failed: String(status) } : {}),
    })
  })
  return span.traceparent
}
