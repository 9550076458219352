import type { z } from 'zod'
import { Problem } from '../problem/problem.ts'

/** `path`: dotted, as in `images.0.url`; empty for the input as a whole. */
export type InputError = { path: string; message: string }

/** A hostile body can have thousands of unknown fields; nobody reads so many errors. */
const errorsMax = 50

function errorsOf(issue: z.core.$ZodIssue): InputError[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }]
  return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'Unknown field' }))
}

/**
 * `value` as the schema says.
 * @throws Problem invalid_input (422) with `errors: [{ path, message }]`.
 */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new Problem('invalid_input', { extra: { errors: parsed.error.issues.flatMap(errorsOf).slice(0, errorsMax) } })
}
