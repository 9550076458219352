import { z } from 'zod'
import { type ProblemCode, problemCatalogue } from '../problem/catalogue.ts'
import type { Operation } from './operation.ts'

/** The body of an error (RFC 9457). More fields say more of a refusal, such as `minimumBid`. */
export const problemBody = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable: what clients branch on.' }),
    detail: z.string().optional(),
    instance: z.string(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'What is wrong with the input, field by field.' }),
  })
  .meta({ id: 'Problem' })

/** Every problem that a request of `/v1` may be answered with, its own and those that follow from what it takes. */
export function problemsOf(operation: Operation): readonly ProblemCode[] {
  const { token, body, query, keyed, path, method, problems = [] } = operation
  const takesInput = body !== undefined || query !== undefined || keyed === true
  const found = new Set<ProblemCode>([...problems, 'unavailable', 'internal'])
  // A broken percent-encoding.
  if (path.includes(':')) found.add('malformed_request')
  if (takesInput) found.add('invalid_input')
  if (method !== 'get') {
    for (const code of bodyProblems) found.add(code)
  }
  if (token !== 'none') found.add('token_invalid')
  if (token === 'member' || token === 'administrator') found.add('token_missing')
  if (token === 'administrator') found.add('forbidden')
  if (keyed === true) for (const code of keyProblems) found.add(code)
  if (query !== undefined && 'atLeast' in query.shape) found.add('not_yet')
  return [...found]
}

const bodyProblems = ['malformed_request', 'malformed_json', 'payload_too_large', 'unsupported_media_type'] as const
const keyProblems = ['idempotency_key_reused', 'in_progress', 'retry_later'] as const

/** By their statuses, each in the catalogue's order, which is the same however the problems were found. */
export function byStatus(codes: readonly ProblemCode[]): ReadonlyMap<number, readonly ProblemCode[]> {
  const wanted = new Set<string>(codes)
  const found = new Map<number, ProblemCode[]>()
  for (const code of catalogueCodes) {
    if (!wanted.has(code)) continue
    const { status } = problemCatalogue[code]
    found.set(status, [...(found.get(status) ?? []), code])
  }
  return found
}

const isCode = (text: string): text is ProblemCode => Object.hasOwn(problemCatalogue, text)
const catalogueCodes = Object.keys(problemCatalogue).filter(isCode)
