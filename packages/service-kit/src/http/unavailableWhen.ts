import type express from 'express'
import { Problem } from '../problem/problem.ts'

/**
 * Before the problem handler: an error that will pass (a store that is away or overloaded) is nobody's fault and is
 * answered as `unavailable`, so that the client sends the request again.
 */
export function unavailableWhen(isTransient: (error: unknown) => boolean): express.ErrorRequestHandler {
  return (error: unknown, _req, _res, next) => {
    next(isTransient(error) ? new Problem('unavailable', { cause: error, headers: { 'Retry-After': '1' } }) : error)
  }
}
