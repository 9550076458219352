import { STATUS_CODES } from 'node:http'
import type express from 'express'
import { Problem } from '../problem/problem.ts'
import { clientProblem } from './bodyProblem.ts'

/** Where the older accounts service answered with another status than `/v1` does. */
const statusOf = ({ code, status }: Problem): number =>
  code === 'token_invalid' || code === 'invalid_input' ? 400 : status

/** A problem as the older accounts service told it: `{ statusCode, message, error, code }`. */
export function classicAnswer(problem: Problem): {
  status: number
  body: Record<string, unknown>
  headers: Record<string, string>
} {
  const status = statusOf(problem)
  const body = {
    ...problem.extra,
    statusCode: status,
    message: problem.message,
    error: STATUS_CODES[status],
    code: problem.code.toUpperCase(),
  }
  return { status, body, headers: { ...problem.headers } }
}

/** For the paths of that service: its errors so. What is not the client's goes on to the usual handler. */
export const classicProblems: express.ErrorRequestHandler = (error: unknown, _req, res, next) => {
  const problem = error instanceof Problem ? error : clientProblem(error)
  if (problem === undefined || res.headersSent || problem.code === 'internal') return next(error)
  const { status, body, headers } = classicAnswer(problem)
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  res.status(status).json(body)
}
