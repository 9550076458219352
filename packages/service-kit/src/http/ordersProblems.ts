import { STATUS_CODES } from 'node:http'
import type express from 'express'
import { z } from 'zod'
import type { ProblemCode } from '../problem/catalogue.ts'
import { Problem } from '../problem/problem.ts'
import { clientProblem } from './bodyProblem.ts'
import { pathOf } from './pathOf.ts'

/** Where the older orders service answered with another status than `/v1` does. */
const statuses: Partial<Record<ProblemCode, number>> = {
  token_invalid: 400,
  invalid_input: 400,
  payload_too_large: 400,
  unsupported_media_type: 400,
  idempotency_key_reused: 409,
}

const inputErrors = z.object({ errors: z.array(z.object({ path: z.string(), message: z.string() })) })

/** There is one field for words, so what is wrong with the input must stand in it. */
function messageOf(problem: Problem): string {
  const found = inputErrors.safeParse(problem.extra)
  if (!found.success) return problem.message
  const faults = found.data.errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  return [problem.message, ...faults].join('; ')
}

/** A problem as the older orders service told it: `{ timestamp, status, error, message, path, correlationId }`. */
function ordersAnswer(
  problem: Problem,
  req: express.Request,
): { status: number; body: Record<string, unknown>; headers: Record<string, string> } {
  const status = statuses[problem.code] ?? problem.status
  const body = {
    timestamp: new Date().toISOString(),
    status,
    error: STATUS_CODES[status],
    message: messageOf(problem),
    path: pathOf(req),
    correlationId: req.gavelCorrelation?.correlationId,
  }
  return { status, body, headers: { ...problem.headers } }
}

/** For the paths of that service: its errors so. What is not the client's goes on to the usual handler, where it is logged. */
export const ordersProblems: express.ErrorRequestHandler = (error: unknown, req, res, next) => {
  const problem = error instanceof Problem ? error : clientProblem(error)
  if (problem === undefined || res.headersSent || problem.code === 'internal') return next(error)
  const { status, body, headers } = ordersAnswer(problem, req)
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  res.status(status).json(body)
}
