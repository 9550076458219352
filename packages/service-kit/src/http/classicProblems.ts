import { STATUS_CODES } from 'node:http'
import type express from 'express'
import { Problem } from '../problem/problem.ts'
import { clientProblem } from './bodyProblem.ts'

/** Where the older accounts service answered with another status than `/v1` does. */
const statusOf = ({ code, status }: Problem): number =>
  code === 'token_invalid' || code === 'invalid_input' ? 400 : status

/**
 * For the paths of the older accounts service: errors as `{ statusCode, message, error, code }`. What is not the
 * client's goes on to the usual handler.
 */
export const classicProblems: express.ErrorRequestHandler = (error: unknown, _req, res, next) => {
  const problem = error instanceof Problem ? error : clientProblem(error)
  if (problem === undefined || res.headersSent || problem.code === 'internal') return next(error)
  for (const [name, value] of Object.entries(problem.headers)) res.setHeader(name, value)
  const statusCode = statusOf(problem)
  res.status(statusCode).json({
    ...problem.extra,
    statusCode,
    message: problem.message,
    error: STATUS_CODES[statusCode],
    code: problem.code.toUpperCase(),
  })
}
