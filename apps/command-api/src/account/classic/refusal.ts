import { STATUS_CODES } from 'node:http'
import type express from 'express'

/** A status of the older service's diagrams, where `/v1` answers with another. */
export class ClassicRefusal extends Error {
  override name = 'ClassicRefusal'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export const answerRefusal: express.ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (!(error instanceof ClassicRefusal) || res.headersSent) return next(error)
  const { status: statusCode, message, code } = error
  res.status(statusCode).json({ statusCode, message, error: STATUS_CODES[statusCode], code })
}
