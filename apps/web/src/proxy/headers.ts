import { correlationOf } from '@gavel/service-kit'
import type express from 'express'

/** What is changed in a request's headers on its way; the library adds X-Forwarded-Host, -Port and -Proto if missing. */
export function prepareHeaders(req: express.Request, body: Buffer | undefined): void {
  const { correlationId, traceparent } = correlationOf(req)
  req.headers['x-correlation-id'] = correlationId
  req.headers.traceparent = traceparent
  // Appended and never taken over: the last one is the address we have seen ourselves.
  const before = req.headers['x-forwarded-for']
  const peer = req.socket.remoteAddress
  const addresses = [before, peer].flat().filter((address) => address !== undefined)
  if (addresses.length > 0) req.headers['x-forwarded-for'] = addresses.join(', ')
  // Node has told the client to go on already, and the library reports no connection for a request that asks for it.
  delete req.headers.expect
  if (body !== undefined) {
    delete req.headers['transfer-encoding']
    req.headers['content-length'] = String(body.length)
  }
}

const isRead = (req: express.Request): boolean => req.method === 'GET' || req.method === 'HEAD'

/** By what the client asks for: what the answer is turns out too late to choose a connection. */
export const wantsStream = (req: express.Request): boolean =>
  isRead(req) && ((req.headers.accept?.includes('text/event-stream') ?? false) || req.path.endsWith('/stream'))

/** A read that names a version is held back by the service until it has it. */
export const mayWait = (req: express.Request): boolean => isRead(req) && 'atLeast' in req.query
