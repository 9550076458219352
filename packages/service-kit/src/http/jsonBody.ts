import express from 'express'
import { Problem } from '../problem/problem.ts'
import { bodyProblem } from './bodyProblem.ts'
import { utf8Only } from './utf8Only.ts'

const limit = '64kb'
/** Far above what any of our bodies needs, far below what makes a recursive function run out of stack. */
const levelsMax = 32

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  for (const member of Object.values(value)) if (isDeeper(member, levels - 1)) return true
  return false
}

const hasBody = (req: express.Request): boolean =>
  req.headers['transfer-encoding'] !== undefined ||
  (req.headers['content-length'] !== undefined && req.headers['content-length'] !== '0')

/**
 * Reads a JSON object or array into `req.body`, at most 64 KiB after decompression and 32 levels deep.
 * Problems: malformed_json (400), also for what is no UTF-8, payload_too_large (413), unsupported_media_type (415) for a body that is not JSON.
 */
export function jsonBody(): express.RequestHandler {
  const parse = express.json({
    limit,
    strict: true,
    type: ['application/json', 'application/*+json'],
    verify: utf8Only,
  })
  return (req, res, next) => {
    if (!hasBody(req)) return next()
    parse(req, res, (error?: unknown) => {
      if (error !== undefined) return next(bodyProblem(error))
      if (req.body === undefined)
        return next(new Problem('unsupported_media_type', { detail: 'Send application/json.' }))
      if (isDeeper(req.body, levelsMax))
        return next(new Problem('malformed_json', { detail: `The body is nested deeper than ${levelsMax} levels.` }))
      next()
    })
  }
}
