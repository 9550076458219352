import type express from 'express'

/** Answers that hold tokens or addresses: nothing on the way may keep them. */
export const noStore: express.RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store')
  next()
}
