import { randomUUID } from 'node:crypto'
import type express from 'express'
import type { Correlation } from './requestState.ts'

const correlationIdPattern = /^[A-Za-z0-9._:-]{1,128}$/
/** W3C Trace Context, version 00; ids of zeros only are invalid there. */
const traceparentPattern = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

const hex = (): string => randomUUID().replaceAll('-', '')
// The second half of a UUID: its variant bits keep it from being all zeros.
const newTraceparent = (): string => `00-${hex()}-${hex().slice(16)}-01`

const only = (header: string | string[] | undefined, pattern: RegExp): string | undefined =>
  typeof header === 'string' && pattern.test(header) ? header : undefined

/** Takes X-Correlation-Id and traceparent, makes those that are missing or malformed, and returns both as headers. */
export function correlation(): express.RequestHandler {
  return (req, res, next) => {
    const correlationId = only(req.headers['x-correlation-id'], correlationIdPattern) ?? randomUUID()
    const traceparent = only(req.headers.traceparent, traceparentPattern) ?? newTraceparent()
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
