import { Problem, Unreachable } from '../api/problem.ts'
import type { Messages } from './en.ts'

/** Why it did not go, in words: by the stable code where the page knows it, else as the server says it. */
export function reasonOf(error: unknown, t: Messages): string {
  if (error instanceof Unreachable) return t.state.unreachable
  if (!(error instanceof Problem)) return t.state.failed
  const known = new Map<string, string>(Object.entries(t.refusal)).get(error.code)
  if (error.code !== 'invalid_input') return known ?? error.message
  return error.errors.map(({ path, message }) => `${path} ${message}`).join('; ') || (known ?? error.message)
}
