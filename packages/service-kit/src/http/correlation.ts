import { randomUUID } from 'node:crypto'
import type express from 'express'
import { isTraceparent, unrecordedTraceparent } from '../telemetry/traceparent.ts'
import type { Tracing } from '../telemetry/tracing.ts'
import { beginRequest } from './requestSpan.ts'
import type { Correlation } from './requestState.ts'

const correlationIdPattern = /^[A-Za-z0-9._:-]{1,128}$/

const only = (header: string | string[] | undefined, isGood: (text: string) => boolean): string | undefined =>
  typeof header === 'string' && isGood(header) ? header : undefined

const isCorrelationId = (text: string): boolean => correlationIdPattern.test(text)

/**
 * Takes X-Correlation-Id and traceparent, makes those that are missing or malformed, and returns both as headers. With
 * `tracing` the request is a span, whose traceparent it is from then on; `fromStrangers`: whoever asks does not decide
 * whether it is recorded.
 */
export function correlation(
  options: { tracing?: Tracing | undefined; fromStrangers?: boolean } = {},
): express.RequestHandler {
  const { tracing, fromStrangers: fromStranger = false } = options
  return (req, res, next) => {
    const correlationId = only(req.headers['x-correlation-id'], isCorrelationId) ?? randomUUID()
    const parent = only(req.headers.traceparent, isTraceparent)
    const traceparent =
      tracing === undefined
        ? (parent ?? unrecordedTraceparent())
        : beginRequest(tracing, { req, res }, { parent, fromStranger, correlationId })
    req.gavelCorrelation = { correlationId, traceparent }
    res.setHeader('X-Correlation-Id', correlationId)
    res.setHeader('traceparent', traceparent)
    next()
  }
}

/** @throws Error when `correlation()` did not run before. */
export function correlationOf(req: express.Request): Correlation {
  if (req.gavelCorrelation === undefined) throw new Error('correlation() must come before this route')
  return req.gavelCorrelation
}
