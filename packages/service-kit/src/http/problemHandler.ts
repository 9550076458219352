import type express from 'express'
import type { Logger } from '../logging/logger.ts'
import { Problem } from '../problem/problem.ts'
import { clientProblem } from './bodyProblem.ts'
import { idsOf } from './idsOf.ts'
import { pathOf } from './pathOf.ts'

const problemIn = (error: unknown): Problem =>
  error instanceof Problem ? error : (clientProblem(error) ?? new Problem('internal', { cause: error }))

/** Answers with a problem without throwing it. */
export function sendProblem(req: express.Request, res: express.Response, problem: Problem): void {
  for (const [name, value] of Object.entries(problem.headers)) res.setHeader(name, value)
  res
    .status(problem.status)
    .setHeader('Content-Type', 'application/problem+json')
    .setHeader('Cache-Control', 'no-store')
    .end(JSON.stringify(problem.toJSON(pathOf(req))))
}

/** After the last route: 404 problem. */
export function notFoundHandler(): express.RequestHandler {
  return (req, res) => sendProblem(req, res, new Problem('not_found'))
}

/**
 * Last of all: every error becomes application/problem+json (RFC 9457). What is neither a Problem nor the client's
 * becomes `internal`, of which the client learns nothing more. 5xx are logged with their cause and correlation id.
 */
export function problemHandler(logger: Logger): express.ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const problem = problemIn(error)
    if (problem.status >= 500) {
      const err = problem.code === 'internal' ? (problem.cause ?? problem) : problem
      logger.error({ err, code: problem.code, method: req.method, path: pathOf(req), ...idsOf(req) }, 'request failed')
    }
    // An answer that has begun can not become another one: express cuts the connection.
    if (res.headersSent) return next(error)
    sendProblem(req, res, problem)
  }
}
