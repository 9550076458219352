import { Problem } from '@gavel/service-kit'
import type { z } from 'zod'

/** Opaque to clients: the place of the last item of a page, as JSON in base64url. */
export const encodeCursor = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url')

/** @throws Problem invalid_input when it is not a cursor of this list. */
export function decodeCursor<S extends z.ZodType>(schema: S, cursor: string): z.output<S> {
  const parsed = schema.safeParse(jsonIn(cursor))
  if (parsed.success) return parsed.data
  throw new Problem('invalid_input', { extra: { errors: [{ path: 'cursor', message: 'Not a cursor of this list' }] } })
}

function jsonIn(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
