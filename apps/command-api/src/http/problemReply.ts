import type { Problem } from '@gavel/service-kit'
import type { Reply } from '../idempotency/reply.ts'

/** A refusal as it can be kept under an Idempotency-Key. `path`: what was asked for. */
export const problemReply = (problem: Problem, path: string): Reply => ({
  status: problem.status,
  body: problem.toJSON(path),
  headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
})
