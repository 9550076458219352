import { STATUS_CODES } from 'node:http'
import type express from 'express'
import { ClassicError } from '../../http/classicError.ts'

/** A status of the older service's diagrams, where `/v1` answers with another. */
export const answerRefusal: express.ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (!(error instanceof ClassicError) || res.headersSent) return next(error)
  const { status: statusCode, message, code } = error
  res.status(statusCode).json({ statusCode, message, error: STATUS_CODES[statusCode], code })
}
