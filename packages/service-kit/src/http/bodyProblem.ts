import { z } from 'zod'
import { Problem } from '../problem/problem.ts'
import { notUtf8 } from './utf8Only.ts'

/** How express, its router and its body parsers mark the errors that are the client's. */
const clientError = z.object({ status: z.number().int().min(400).max(499), type: z.string().optional() })

/** The Problem in an error that came out of express; undefined when it is not the client's error. */
export function clientProblem(error: unknown): Problem | undefined {
  const parsed = clientError.safeParse(error)
  if (!parsed.success) return undefined
  const { status, type } = parsed.data
  if (type === notUtf8) return new Problem('malformed_json', { detail: 'The body is not UTF-8.', cause: error })
  if (type === 'entity.parse.failed') return new Problem('malformed_json', { cause: error })
  if (status === 413) return new Problem('payload_too_large', { cause: error })
  if (status === 415) return new Problem('unsupported_media_type', { cause: error })
  // A broken percent-encoding in the path, a broken gzip stream, a body shorter than announced.
  return new Problem('malformed_request', { cause: error })
}

export const bodyProblem = (error: unknown): unknown => clientProblem(error) ?? error
